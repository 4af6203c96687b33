// Files that go along with a prompt: chosen, dropped or pasted. The page reads them itself, so that no path of this computer crosses
// to main. Texts are texts here; pictures are shrunk here and kept by main; PDF, Word and Excel are made into text by main; all else is
// refused with a sentence. SVG is a text.

import { filterImages } from '../../shared/attachments.ts'
import { failed, succeeded, type Reply } from '../../shared/failures.ts'
import { detectFileFormat, maxFileBytes } from '../../shared/file-format.ts'
import { maxImages, readImageHeader, type ImageHeader } from '../../shared/images.ts'
import type { Attachment } from '../../shared/types/attachments.ts'
import { callMain } from '../state/bridge.ts'
import { addAttachment, getComposer, getFullDraft, setReadingFile } from '../state/composer.ts'
import { getConversation, type OpenConversation } from '../state/conversation.ts'
import { maxAttachments } from '../state/drafts.ts'
import { showToast } from '../state/toasts.ts'
import { translate, describeFailure } from '../i18n/i18n.ts'
import { prepareImage } from './prepare-image.ts'
import { decodeTextFile } from './text-file.ts'

/** A text of this size is longer than any model reads. */
const maxTextBytes = 10 * 1024 * 1024
const maxNameLength = 200

/** What is being read, and waits to be. */
let readQueue: Promise<void> = Promise.resolve()

/** Reads the files one after the other, behind those that are being read, and adds each to the prompt box. What cannot be added is told in a toast. */
export function addFiles(files: readonly File[]): Promise<void> {
  const conversation = getConversation()
  const [first] = files
  // Nothing is sent while a file of this conversation waits for those of another one.
  if (first !== undefined && getComposer().readingFile === null) setReadingFile(conversation, first.name)
  const next = () => addFilesInOrder(files, conversation)
  readQueue = readQueue.then(next, next)
  return readQueue
}

/** While files are read nothing is sent, so a reader that fails must not leave the name of its file behind. */
async function addFilesInOrder(files: readonly File[], conversation: OpenConversation): Promise<void> {
  try {
    for (const file of files) {
      if (getFullDraft().attachments.length >= maxAttachments) return notifyTooManyAttachments()
      setReadingFile(conversation, file.name)
      const result = await createAttachment(file)
      if (getConversation().id !== conversation.id) return showToast(translate('chat.fileDiscarded', { name: file.name }))
      if (!result.ok) showToast(translate('chat.fileNotAdded', { name: getAttachmentName(file), reason: describeFailure(result.failure) }))
      else if (result.value === 'too-many') showToast(translate('chat.maxImages', { count: maxImages }))
      else addAttachment(result.value)
    }
  } finally {
    setReadingFile(conversation, null)
  }
}

/** Says that no more texts go along. */
export function notifyTooManyAttachments(): void {
  showToast(translate('chat.maxAttachments', { count: maxAttachments }))
}

async function createAttachment(file: File): Promise<Reply<Attachment | 'too-many'>> {
  if (file.size > maxFileBytes) return failed('file-too-large')
  const bytes = await readBytes(file)
  if (bytes === null) return failed('file-broken')
  const name = getAttachmentName(file)
  const header = readImageHeader(bytes)
  if (header === 'broken') return failed('file-broken')
  if (header !== null)
    return filterImages(getFullDraft().attachments).length < maxImages ? saveImage(name, bytes, header) : succeeded('too-many')
  const text = await extractText(bytes)
  return text.ok ? succeeded({ kind: 'text', name, text: text.value }) : text
}

async function saveImage(name: string, file: Uint8Array, header: ImageHeader): Promise<Reply<Attachment>> {
  const image = await prepareImage(file, header)
  if (!image.ok) return image
  const id = await callMain('image.save', image.value)
  if (!id.ok) return id
  if (header.isAnimated) showToast(translate('chat.animatedImage', { name }))
  const { bytes, ...imageInfo } = image.value
  return succeeded({ kind: 'image', id: id.value, name, size: bytes.length, ...imageInfo })
}

async function extractText(bytes: Uint8Array): Promise<Reply<string>> {
  if (detectFileFormat(bytes) !== null) return callMain('file.read', { bytes })
  return bytes.length > maxTextBytes ? failed('file-too-large') : decodeTextFile(bytes)
}

/** Null for what cannot be read, such as a folder, or a file that is gone. */
async function readBytes(file: File): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch {
    return null
  }
}

function getAttachmentName({ name }: File): string {
  return name.slice(0, maxNameLength)
}
