// Files that go along with a prompt: chosen, dropped or pasted. The page reads them itself, so that no path of this computer crosses
// to main. Texts are texts here; PDF, Word and Excel are made into text by main; all else is refused with a sentence.

import { failed, type Reply } from '../../electron/shared/errors.ts'
import { call } from '../bridge.ts'
import { formatOf, mostFileBytes } from '../../electron/shared/files.ts'
import { say, sentenceOf } from '../i18n/i18n.ts'
import { change, state } from '../store.ts'
import { showToast } from '../ui/toast.ts'
import { setDraft, wholeDraft } from './conversation.ts'
import { mostTexts } from './drafts.ts'
import { textOf } from './text-file.ts'

/** A text of this size is longer than any model reads. */
const mostTextBytes = 10 * 1024 * 1024
const longestName = 200

/** Reads the files one after the other and adds each to the prompt box. What cannot be added is told in a toast. */
export async function addFiles(files: readonly File[]): Promise<void> {
  const { id } = state().conversation
  for (const file of files) {
    if (wholeDraft().attachments.length >= mostTexts) return tellFull()
    change({ readingFile: file.name })
    const text = await textFrom(file)
    change({ readingFile: null })
    if (state().conversation.id !== id) return showToast(say('chat.fileLeftBehind', { name: file.name }))
    if (text.ok) addText(nameOf(file), text.value)
    else showToast(say('chat.fileNotAdded', { name: nameOf(file), reason: sentenceOf(text.failure) }))
  }
}

/** Says that no more texts go along. */
export function tellFull(): void {
  showToast(say('chat.mostTexts', { count: mostTexts }))
}

async function textFrom(file: File): Promise<Reply<string>> {
  if (file.size > mostFileBytes) return failed('file-too-large')
  const bytes = await bytesOf(file)
  if (bytes === null) return failed('file-broken')
  if (formatOf(bytes) !== null) return call('file.read', { bytes })
  return bytes.length > mostTextBytes ? failed('file-too-large') : textOf(bytes)
}

/** Null for what cannot be read, such as a folder, or a file that is gone. */
async function bytesOf(file: File): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch {
    return null
  }
}

function addText(name: string, text: string): void {
  const { draft } = state()
  setDraft({ ...draft, attachments: [...draft.attachments, { kind: 'text', name, text }] })
}

function nameOf({ name }: File): string {
  return name.slice(0, longestName)
}
