// Files that go along with a prompt: chosen, dropped or pasted. The page reads them itself, so that no path of this computer crosses
// to main. Texts are texts here; pictures are shrunk here and kept by main; PDF, Word and Excel are made into text by main; all else is
// refused with a sentence. SVG is a text.

import { imagesAmong } from '../../shared/attachments.ts'
import { failed, succeeded, type Reply } from '../../shared/errors.ts'
import { formatOf, mostFileBytes } from '../../shared/files.ts'
import { mostImages, readImageHeader, type ImageHeader } from '../../shared/images.ts'
import type { Attachment } from '../../shared/types/conversations.ts'
import { call } from '../state/bridge.ts'
import { say, sentenceOf } from '../i18n/i18n.ts'
import { change, state } from '../state/store.ts'
import { showToast } from '../state/toast.ts'
import { setDraft, wholeDraft } from '../state/conversation.ts'
import { mostTexts } from '../state/drafts.ts'
import { imageFrom } from './image-file.ts'
import { textOf } from './text-file.ts'

/** A text of this size is longer than any model reads. */
const mostTextBytes = 10 * 1024 * 1024
const longestName = 200

/** What is being read, and waits to be. */
let reading: Promise<void> = Promise.resolve()

/** Reads the files one after the other, behind those that are being read, and adds each to the prompt box. What cannot be added is told in a toast. */
export function addFiles(files: readonly File[]): Promise<void> {
  const { id } = state().conversation
  const next = () => addEach(files, id)
  reading = reading.then(next, next)
  return reading
}

async function addEach(files: readonly File[], conversationId: string): Promise<void> {
  for (const file of files) {
    if (wholeDraft().attachments.length >= mostTexts) return tellFull()
    const read = await readOne(file)
    if (state().conversation.id !== conversationId) return showToast(say('chat.fileLeftBehind', { name: file.name }))
    if (!read.ok) showToast(say('chat.fileNotAdded', { name: nameOf(file), reason: sentenceOf(read.failure) }))
    else if (read.value === 'too-many') showToast(say('chat.mostPictures', { count: mostImages }))
    else add(read.value)
  }
}

/** While a file is read, nothing is sent: also one that makes its reader fail comes to an end. */
async function readOne(file: File): Promise<Reply<Attachment | 'too-many'>> {
  change({ readingFile: file.name })
  try {
    return await attachmentFrom(file)
  } finally {
    change({ readingFile: null })
  }
}

/** Says that no more texts go along. */
export function tellFull(): void {
  showToast(say('chat.mostTexts', { count: mostTexts }))
}

async function attachmentFrom(file: File): Promise<Reply<Attachment | 'too-many'>> {
  if (file.size > mostFileBytes) return failed('file-too-large')
  const bytes = await bytesOf(file)
  if (bytes === null) return failed('file-broken')
  const name = nameOf(file)
  const header = readImageHeader(bytes)
  if (header === 'broken') return failed('file-broken')
  if (header !== null)
    return imagesAmong(wholeDraft().attachments).length < mostImages ? keptImage(name, bytes, header) : succeeded('too-many')
  const text = await textFrom(bytes)
  return text.ok ? succeeded({ kind: 'text', name, text: text.value }) : text
}

async function keptImage(name: string, file: Uint8Array, header: ImageHeader): Promise<Reply<Attachment>> {
  const image = await imageFrom(file, header)
  if (!image.ok) return image
  const id = await call('image.keep', image.value)
  if (!id.ok) return id
  if (header.isAnimated) showToast(say('chat.firstPicture', { name }))
  const { bytes, ...said } = image.value
  return succeeded({ kind: 'image', id: id.value, name, size: bytes.length, ...said })
}

async function textFrom(bytes: Uint8Array): Promise<Reply<string>> {
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

function add(attachment: Attachment): void {
  const { draft } = state()
  setDraft({ ...draft, attachments: [...draft.attachments, attachment] })
}

function nameOf({ name }: File): string {
  return name.slice(0, longestName)
}
