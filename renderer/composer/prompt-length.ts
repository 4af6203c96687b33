// About how much a model would be given if the prompt were sent now: what was said before, and what stands in the box. Pure.

import { imagesOf, textsOf } from '../../shared/attachments.ts'
import { firstWithPictures } from '../../shared/sent-pictures.ts'
import type { Attachment, Draft, ImageAttachment, Message } from '../../shared/types/conversations.ts'
import { estimateTokens } from './token-estimate.ts'

const known = new WeakMap<Attachment, number>()

/** The estimate for a draft. An attachment is estimated once, not at each key typed beneath it. */
export function tokensOfDraft({ text, attachments }: Draft): number {
  return attachments.reduce((sum, attachment) => sum + tokensOfAttachment(attachment), estimateTokens(text))
}

function tokensOfAttachment(attachment: Attachment): number {
  if (attachment.kind === 'image') return tokensOfImage(attachment)
  const before = known.get(attachment)
  if (before !== undefined) return before
  const tokens = estimateTokens(attachment.text)
  known.set(attachment, tokens)
  return tokens
}

/**
 * The estimate for all that was said before, with the pictures of it that go along. Messages that have not been read are taken to be like
 * those that have.
 * @param mine the pictures that go along with the prompt that is written
 */
export function tokensBefore(
  { messages, earlier }: { readonly messages: readonly Message[]; readonly earlier: number },
  mine: readonly ImageAttachment[],
): number {
  if (messages.length === 0) return 0
  const first = firstWithPictures(messages, mine)
  const pictures = messages
    .slice(first)
    .flatMap(imagesOf)
    .reduce((sum, image) => sum + tokensOfImage(image), 0)
  const share = earlier / messages.length
  // Where some that were read stay behind, all before them do.
  return tokensOfTexts(messages) * (1 + share) + pictures * (first === 0 ? 1 + share : 1)
}

const sampledMessages = 20
const sampledOfEach = 1_000

/** The estimate for the words of a conversation: its length, with as many tokens a character as its newest messages have. */
function tokensOfTexts(messages: readonly Message[]): number {
  const sample = messages
    .slice(-sampledMessages)
    .map(({ text }) => text.slice(0, sampledOfEach))
    .join('\n')
  if (sample === '') return 0
  const length = messages.reduce((sum, message) => sum + lengthOf(message), 0)
  return (estimateTokens(sample) * length) / sample.length
}

/**
 * Pixels of a side of what a model that sees takes in as one. So it is documented of Qwen2.5-VL (its model card) and of Claude
 * (https://docs.anthropic.com/en/docs/build-with-claude/vision); others differ, most of them towards fewer.
 */
const patch = 28

function tokensOfImage({ width, height }: ImageAttachment): number {
  return Math.ceil(width / patch) * Math.ceil(height / patch)
}

function lengthOf(message: Message): number {
  const attached = message.kind === 'prompt' ? textsOf(message.attachments).reduce((sum, text) => sum + text.length, 0) : 0
  return message.text.length + attached
}
