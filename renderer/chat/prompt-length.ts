// About how much a model would be given if the prompt were sent now: what was said before, and what stands in the box. Pure.

import type { Attachment, Draft, Message } from '../../electron/shared/types/conversations.ts'
import { estimateTokens } from './token-estimate.ts'

const known = new WeakMap<Attachment, number>()

/** The estimate for a draft. An attachment is estimated once, not at each key typed beneath it. */
export function tokensOfDraft({ text, attachments }: Draft): number {
  return attachments.reduce((sum, attachment) => sum + tokensOfAttachment(attachment), estimateTokens(text))
}

function tokensOfAttachment(attachment: Attachment): number {
  const before = known.get(attachment)
  if (before !== undefined) return before
  const tokens = estimateTokens(attachment.text)
  known.set(attachment, tokens)
  return tokens
}

const sampledMessages = 20
const sampledOfEach = 1_000

/** The estimate for a conversation: its length, with as many tokens a character as its newest messages have. */
export function tokensOfMessages(messages: readonly Message[]): number {
  const sample = messages
    .slice(-sampledMessages)
    .map(({ text }) => text.slice(0, sampledOfEach))
    .join('\n')
  if (sample === '') return 0
  const length = messages.reduce((sum, message) => sum + lengthOf(message), 0)
  return (estimateTokens(sample) * length) / sample.length
}

function lengthOf(message: Message): number {
  const attached = message.kind === 'prompt' ? message.attachments.reduce((sum, { text }) => sum + text.length, 0) : 0
  return message.text.length + attached
}
