// Selects the texts and the images among attachments.

import type { Attachment, ImageAttachment } from './types/attachments.ts'
import type { Message } from './types/messages.ts'

/** The texts of the attached texts, in order. */
export function getAttachedTexts(attachments: readonly Attachment[]): readonly string[] {
  return attachments.flatMap((attachment) => (attachment.kind === 'text' ? [attachment.text] : []))
}

export function filterImages(attachments: readonly Attachment[]): readonly ImageAttachment[] {
  return attachments.filter((attachment) => attachment.kind === 'image')
}

/** The images attached to a message; none for an answer. */
export function getMessageImages(message: Message): readonly ImageAttachment[] {
  return message.kind === 'prompt' ? filterImages(message.attachments) : []
}
