// What is asked of attachments on both sides: which of them are texts, and which are pictures.

import type { Attachment, ImageAttachment } from './types/attachments.ts'
import type { Message } from './types/messages.ts'

/** The texts among them, in their order. */
export function getAttachedTexts(attachments: readonly Attachment[]): readonly string[] {
  return attachments.flatMap((attachment) => (attachment.kind === 'text' ? [attachment.text] : []))
}

/** The pictures among them, in their order. */
export function filterImages(attachments: readonly Attachment[]): readonly ImageAttachment[] {
  return attachments.filter((attachment) => attachment.kind === 'image')
}

/** The pictures that went along with a message. */
export function getMessageImages(message: Message): readonly ImageAttachment[] {
  return message.kind === 'prompt' ? filterImages(message.attachments) : []
}
