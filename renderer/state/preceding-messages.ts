// The messages before a prompt, and the images in them that a model is not sent. Pure.

import { getMessageImages } from '../../shared/attachments.ts'
import { areOldestImagesOmitted } from '../../shared/sent-images.ts'
import type { ImageAttachment } from '../../shared/types/attachments.ts'
import type { OpenConversation } from './conversation.ts'

export type PrecedingMessages = Pick<OpenConversation, 'messages' | 'earlier' | 'earlierImages'>

/** `own`: those of the prompt itself, which then cannot be answered; `earlier`: all before it; `oldest`: some of those. */
export type OmittedImages = 'none' | 'own' | 'earlier' | 'oldest'

/** The messages of the open conversation before one of its prompts. */
export function getPrecedingMessages({ messages, earlier, earlierImages }: PrecedingMessages, promptId: string): PrecedingMessages {
  const index = messages.findIndex(({ id }) => id === promptId)
  return { messages: index === -1 ? messages : messages.slice(0, index), earlier, earlierImages }
}

/** @param own the images of the prompt itself */
export function getOmittedImages(
  lacksVision: boolean,
  { messages, earlierImages }: PrecedingMessages,
  own: readonly ImageAttachment[],
): OmittedImages {
  if (!lacksVision) return areOldestImagesOmitted(messages, earlierImages, own) ? 'oldest' : 'none'
  if (own.length > 0) return 'own'
  return earlierImages.count > 0 || messages.some((message) => getMessageImages(message).length > 0) ? 'earlier' : 'none'
}
