// Electron's shell, dialog and clipboard. Nothing is opened: each call is recorded for the test, and a dialog stays open until
// the test answers it.

import type * as Electron from 'electron'
import { onAsk } from './control.ts'

/** One call of the app to the desktop. */
export type ShellCall =
  | { readonly kind: 'open-external'; readonly url: string }
  | { readonly kind: 'open-path'; readonly path: string }
  | { readonly kind: 'show-in-folder'; readonly path: string }
  | { readonly kind: 'error-box'; readonly title: string; readonly content: string }
  | { readonly kind: 'message-box'; readonly options: Electron.MessageBoxOptions }
  | { readonly kind: 'save-dialog'; readonly options: Electron.SaveDialogOptions }
  | { readonly kind: 'open-dialog'; readonly options: Electron.OpenDialogOptions }

/** How a person ends a dialog: presses a button, chooses files, or cancels. */
export type DialogAnswer =
  | { readonly kind: 'button'; readonly index: number; readonly isChecked?: boolean }
  | { readonly kind: 'files'; readonly paths: readonly string[] }
  | { readonly kind: 'cancel' }

const calls: ShellCall[] = []
const queuedAnswers: DialogAnswer[] = []
const openDialogs: ((answer: DialogAnswer) => void)[] = []
let clipboardText = ''

onAsk<void>('shell-calls', () => calls)
onAsk<void>('clipboard-text', () => clipboardText)
onAsk<DialogAnswer>('answer-dialog', (reply) => {
  const resolveDialog = openDialogs.shift()
  if (resolveDialog === undefined) queuedAnswers.push(reply)
  else resolveDialog(reply)
})

function requestAnswer(call: ShellCall): Promise<DialogAnswer> {
  calls.push(call)
  const queuedAnswer = queuedAnswers.shift()
  return queuedAnswer === undefined ? new Promise((resolve) => openDialogs.push(resolve)) : Promise.resolve(queuedAnswer)
}

/** The options of a dialog call. Electron takes an optional parent window before them. */
function getOptions<Options>(args: readonly unknown[]): Options {
  // Copied, because the app may change them before the test reads them.
  return JSON.parse(JSON.stringify(args.at(-1) ?? {}))
}

export const shell = {
  openExternal: async (url) => void calls.push({ kind: 'open-external', url }),
  openPath: async (path) => {
    calls.push({ kind: 'open-path', path })
    return ''
  },
  showItemInFolder: (path) => void calls.push({ kind: 'show-in-folder', path }),
} satisfies Partial<Electron.Shell>

export const dialog = {
  showErrorBox: (title, content) => void calls.push({ kind: 'error-box', title, content }),
  showMessageBox: async (...args: readonly unknown[]) => {
    const options = getOptions<Electron.MessageBoxOptions>(args)
    const reply = await requestAnswer({ kind: 'message-box', options })
    const response = reply.kind === 'button' ? reply.index : (options.cancelId ?? 0)
    return { response, checkboxChecked: reply.kind === 'button' && reply.isChecked === true }
  },
  showSaveDialog: async (...args: readonly unknown[]) => {
    const reply = await requestAnswer({ kind: 'save-dialog', options: getOptions(args) })
    const [filePath] = reply.kind === 'files' ? reply.paths : []
    return { canceled: filePath === undefined, filePath: filePath ?? '' }
  },
  showOpenDialog: async (...args: readonly unknown[]) => {
    const reply = await requestAnswer({ kind: 'open-dialog', options: getOptions(args) })
    return { canceled: reply.kind !== 'files', filePaths: reply.kind === 'files' ? [...reply.paths] : [] }
  },
} satisfies Partial<Electron.Dialog>

export const clipboard = {
  writeText: async (text) => void (clipboardText = text),
  readText: async () => clipboardText,
} satisfies Partial<Electron.Clipboard>
