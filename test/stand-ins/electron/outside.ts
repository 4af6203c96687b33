// What leaves the app for the desktop: links, dialogs, the clipboard, menus. Nothing of it happens; each is kept for the test,
// and a dialog stays open until the test answers it.

import type * as Electron from 'electron'
import { answer } from './control.ts'

/** One thing the app asked of the desktop. */
export type ShellCall =
  | { readonly kind: 'open-external'; readonly url: string }
  | { readonly kind: 'open-path'; readonly path: string }
  | { readonly kind: 'show-in-folder'; readonly path: string }
  | { readonly kind: 'error-box'; readonly title: string; readonly content: string }
  | { readonly kind: 'message-box'; readonly options: Electron.MessageBoxOptions }
  | { readonly kind: 'save-dialog'; readonly options: Electron.SaveDialogOptions }
  | { readonly kind: 'open-dialog'; readonly options: Electron.OpenDialogOptions }

/** What a person does with a dialog: presses a button, chooses a file, or leaves it. */
export type DialogAnswer =
  | { readonly kind: 'button'; readonly index: number; readonly isChecked?: boolean }
  | { readonly kind: 'files'; readonly paths: readonly string[] }
  | { readonly kind: 'cancel' }

const calls: ShellCall[] = []
const given: DialogAnswer[] = []
const open: ((given: DialogAnswer) => void)[] = []
let clipboardText = ''

answer<void>('shell-calls', () => calls)
answer<void>('clipboard', () => clipboardText)
answer<DialogAnswer>('dialog', (chosen) => {
  const next = open.shift()
  if (next === undefined) given.push(chosen)
  else next(chosen)
})

function ask(call: ShellCall): Promise<DialogAnswer> {
  calls.push(call)
  const ready = given.shift()
  return ready === undefined ? new Promise((resolve) => open.push(resolve)) : Promise.resolve(ready)
}

/** Electron's dialogs take an optional parent window before their options. */
function optionsOf<Options>(args: readonly unknown[]): Options {
  // Copied, for the test may ask after the app has changed them.
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
    const options = optionsOf<Electron.MessageBoxOptions>(args)
    const chosen = await ask({ kind: 'message-box', options })
    const response = chosen.kind === 'button' ? chosen.index : (options.cancelId ?? 0)
    return { response, checkboxChecked: chosen.kind === 'button' && chosen.isChecked === true }
  },
  showSaveDialog: async (...args: readonly unknown[]) => {
    const chosen = await ask({ kind: 'save-dialog', options: optionsOf(args) })
    const [filePath] = chosen.kind === 'files' ? chosen.paths : []
    return { canceled: filePath === undefined, filePath: filePath ?? '' }
  },
  showOpenDialog: async (...args: readonly unknown[]) => {
    const chosen = await ask({ kind: 'open-dialog', options: optionsOf(args) })
    return { canceled: chosen.kind !== 'files', filePaths: chosen.kind === 'files' ? [...chosen.paths] : [] }
  },
} satisfies Partial<Electron.Dialog>

export const clipboard = {
  writeText: async (text) => void (clipboardText = text),
  readText: async () => clipboardText,
} satisfies Partial<Electron.Clipboard>
