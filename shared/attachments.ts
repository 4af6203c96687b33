// What is asked of attachments on both sides: which of them are texts, and which are pictures.

import type { Attachment, ImageAttachment, Message } from './types/conversations.ts'

/** The texts among them, in their order. */
export function textsOf(attachments: readonly Attachment[]): readonly string[] {
  return attachments.flatMap((each) => (each.kind === 'text' ? [each.text] : []))
}

/** The pictures among them, in their order. */
export function imagesAmong(attachments: readonly Attachment[]): readonly ImageAttachment[] {
  return attachments.filter((each) => each.kind === 'image')
}

/** The pictures that went along with a message. */
export function imagesOf(message: Message): readonly ImageAttachment[] {
  return message.kind === 'prompt' ? imagesAmong(message.attachments) : []
}
