// What the app has sent to the stand-in for Hugging Face, as the specs look at it.

import type { Hub } from '../stand-ins/hub/hub.ts'

export type SentPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string } }

/** A message of a chat as it was sent. Its content is a list of parts when it has images. */
export interface SentMessage {
  readonly role: string
  readonly content: string | readonly SentPart[]
}

export interface SentChat {
  readonly model: string
  readonly messages: readonly SentMessage[]
}

/** The bodies of the prompts sent to chat models so far, oldest first. */
export function listSentChats(hub: Hub): readonly SentChat[] {
  return hub.requests.filter(({ path }) => path.endsWith('/chat/completions')).map(({ body }): SentChat => JSON.parse(body))
}

/** The newest of them. Fails when there is none. */
export function getLastSentChat(hub: Hub): SentChat {
  const last = listSentChats(hub).at(-1)
  if (last === undefined) throw new Error('No prompt was sent')
  return last
}

/** The texts of the newest one's messages. */
export function getLastSentTexts(hub: Hub): readonly string[] {
  return getLastSentChat(hub).messages.map(getText)
}

/** The prompts sent to chat models so far, oldest first, each without the messages before it. */
export function listSentPrompts(hub: Hub): readonly string[] {
  return listSentChats(hub).map(({ messages }) => {
    const prompt = messages.at(-1)
    return prompt === undefined ? '' : getText(prompt)
  })
}

function getText({ content }: SentMessage): string {
  if (typeof content === 'string') return content
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('')
}
