// Makes what a model is told of what the history holds: the conversation's messages, as turns that alternate.

import { getMessageImages, getAttachedTexts } from '../../shared/attachments.ts'
import { assertNever } from '../../shared/failures.ts'
import type { ChatMessage } from '../../shared/types/streams.ts'
import type { ImageBytes } from '../../shared/types/attachments.ts'
import type { Message, Prompt } from '../../shared/types/messages.ts'
import { noImages, type ImagesById } from './images.ts'

/** Told in the turn of a prompt whose pictures are not sent any more: what was said of them would make no sense without. */
export const imagesOmittedNote = '[There were pictures here, which are not sent any more.]'

/**
 * The turns of a branch. Answers that hold no text are left out, and prompts that then meet become one: models' templates refuse
 * two turns of one side in a row.
 * @param systemMessage what the model is told before everything; empty for nothing.
 * @param images those that go along, and those that do not any more; of others a prompt is told without.
 */
export function toChatMessages(branch: readonly Message[], systemMessage = '', images: ImagesById = noImages): readonly ChatMessage[] {
  const chatMessages: ChatMessage[] = systemMessage === '' ? [] : [{ role: 'system', content: systemMessage }]
  for (const message of branch) {
    const chatMessage = toChatMessage(message, images)
    const last = chatMessages.at(-1)
    if (chatMessage.content.trim() === '' && chatMessage.images === undefined) continue
    if (last?.role === chatMessage.role) chatMessages[chatMessages.length - 1] = mergeMessages(last, chatMessage)
    else chatMessages.push(chatMessage)
  }
  return chatMessages
}

function mergeMessages(one: ChatMessage, next: ChatMessage): ChatMessage {
  const content = [one.content, next.content].filter((text) => text !== '').join('\n\n')
  return { role: one.role, content, ...withImages([...(one.images ?? []), ...(next.images ?? [])]) }
}

function toChatMessage(message: Message, images: ImagesById): ChatMessage {
  switch (message.kind) {
    case 'prompt': {
      const promptImages = getMessageImages(message).map(({ id }) => images.get(id))
      const notes = promptImages.includes(null) ? [imagesOmittedNote] : []
      return { role: 'user', content: joinTexts(message, notes), ...withImages(promptImages.flatMap((image) => image ?? [])) }
    }
    case 'answer':
      return { role: 'assistant', content: message.text }
    default:
      return assertNever(message)
  }
}

function withImages(images: readonly ImageBytes[]): Pick<ChatMessage, 'images'> {
  return images.length === 0 ? {} : { images }
}

function joinTexts({ text, attachments }: Prompt, extraTexts: readonly string[]): string {
  return [text, ...getAttachedTexts(attachments), ...extraTexts].filter((each) => each.trim() !== '').join('\n\n')
}
