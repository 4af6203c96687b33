// What was said before a prompt, and which pictures a model that is asked there is not given. Pure.

import { imagesOf } from '../../shared/attachments.ts'
import { areOldestLeftOut } from '../../shared/sent-pictures.ts'
import type { ImageAttachment } from '../../shared/types/conversations.ts'
import type { OpenConversation } from './store.ts'

export type SaidBefore = Pick<OpenConversation, 'messages' | 'earlier' | 'earlierPictures'>

/** `mine`: those that go along with the prompt, which then is not answered; `earlier`: all before it; `oldest`: some of those. */
export type LeftOut = 'none' | 'mine' | 'earlier' | 'oldest'

/** What of the open conversation stands before one of its prompts. */
export function saidBefore({ messages, earlier, earlierPictures }: SaidBefore, promptId: string): SaidBefore {
  const index = messages.findIndex(({ id }) => id === promptId)
  return { messages: index === -1 ? messages : messages.slice(0, index), earlier, earlierPictures }
}

/** @param mine the pictures that go along with the prompt */
export function picturesLeftOut(isBlind: boolean, { messages, earlierPictures }: SaidBefore, mine: readonly ImageAttachment[]): LeftOut {
  if (!isBlind) return areOldestLeftOut(messages, earlierPictures, mine) ? 'oldest' : 'none'
  if (mine.length > 0) return 'mine'
  return earlierPictures.count > 0 || messages.some((message) => imagesOf(message).length > 0) ? 'earlier' : 'none'
}
