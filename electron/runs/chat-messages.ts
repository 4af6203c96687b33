// Builds the chat messages of a request from the messages of a branch, with the images that they send along.

import { getAttachedTexts, getMessageImages } from '../../shared/attachments.ts'
import { assertNever, succeeded, type Reply } from '../../shared/failures.ts'
import { findFirstMessageWithSentImages } from '../../shared/sent-images.ts'
import type { ImageBytes } from '../../shared/types/attachments.ts'
import type { Message, Prompt } from '../../shared/types/messages.ts'
import type { ChatMessage } from '../../shared/types/streams.ts'
import type { RunHistory } from './dependencies.ts'

/** Sent with a prompt whose images are no longer sent: the text about them would make no sense otherwise. */
export const imagesOmittedNote = '[There were pictures here, which are not sent any more.]'

/** By the id of each image; null for one that is no longer sent because there are too many after it. */
export type ImagesById = ReadonlyMap<string, ImageBytes | null>

/** For a model that accepts no images. */
export const noImages: ImagesById = new Map()

/**
 * The images of the newest prompts, and all of the last prompt's. Read when they are sent, so that they are in memory only during the run.
 * Fails as the history does when one cannot be read: no prompt is sent without its images.
 */
export function readImages(branch: readonly Message[], history: Pick<RunHistory, 'getImage'>): Reply<ImagesById> {
  const firstSent = findFirstMessageWithSentImages(branch.slice(0, -1), branch.slice(-1).flatMap(getMessageImages))
  const images = new Map<string, ImageBytes | null>(
    branch
      .slice(0, firstSent)
      .flatMap(getMessageImages)
      .map(({ id }) => [id, null]),
  )
  for (const { id } of branch.slice(firstSent).flatMap(getMessageImages)) {
    const image = history.getImage(id)
    if (!image.ok) return image
    images.set(id, image.value)
  }
  return succeeded(images)
}

/**
 * Answers without text are omitted, and messages of the same role that then follow each other are merged: the templates of many models
 * refuse two in a row.
 * @param systemPrompt empty for none
 * @param images images that are not in it are omitted without a note
 */
export function toChatMessages(branch: readonly Message[], systemPrompt = '', images: ImagesById = noImages): readonly ChatMessage[] {
  const chatMessages: ChatMessage[] = systemPrompt === '' ? [] : [{ role: 'system', content: systemPrompt }]
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
