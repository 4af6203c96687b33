// About how much a model would be given if the prompt were sent now: what was said before, and what stands in the box. Pure.

import { getMessageImages, getAttachedTexts } from '../../shared/attachments.ts'
import { findFirstMessageWithSentImages } from '../../shared/sent-images.ts'
import type { Attachment, ImageAttachment } from '../../shared/types/attachments.ts'
import type { Draft } from '../../shared/types/drafts.ts'
import type { Message } from '../../shared/types/messages.ts'
import { estimateTokens } from './token-estimate.ts'

const tokenCache = new WeakMap<Attachment, number>()

/** The estimate for a draft. An attachment is estimated once, not at each key typed beneath it. */
export function estimateDraftTokens({ text, attachments }: Draft): number {
  return attachments.reduce((sum, attachment) => sum + estimateAttachmentTokens(attachment), estimateTokens(text))
}

function estimateAttachmentTokens(attachment: Attachment): number {
  if (attachment.kind === 'image') return estimateImageTokens(attachment)
  const cached = tokenCache.get(attachment)
  if (cached !== undefined) return cached
  const tokens = estimateTokens(attachment.text)
  tokenCache.set(attachment, tokens)
  return tokens
}

/**
 * The estimate for all that was said before, with the pictures of it that go along. Messages that have not been read are taken to be like
 * those that have.
 * @param promptImages the pictures that go along with the prompt that is written
 */
export function estimatePrecedingTokens(
  { messages, earlier }: { readonly messages: readonly Message[]; readonly earlier: number },
  promptImages: readonly ImageAttachment[],
): number {
  if (messages.length === 0) return 0
  const firstIndex = findFirstMessageWithSentImages(messages, promptImages)
  const imageTokens = messages
    .slice(firstIndex)
    .flatMap(getMessageImages)
    .reduce((sum, image) => sum + estimateImageTokens(image), 0)
  const unloadedRatio = earlier / messages.length
  // Where some that were read stay behind, all before them do.
  return estimateTextTokens(messages) * (1 + unloadedRatio) + imageTokens * (firstIndex === 0 ? 1 + unloadedRatio : 1)
}

const maxSampledMessages = 20
const sampledCharacters = 1_000

/** The estimate for the words of a conversation: its length, with as many tokens a character as its newest messages have. */
function estimateTextTokens(messages: readonly Message[]): number {
  const sample = messages
    .slice(-maxSampledMessages)
    .map(({ text }) => text.slice(0, sampledCharacters))
    .join('\n')
  if (sample === '') return 0
  const length = messages.reduce((sum, message) => sum + getMessageLength(message), 0)
  return (estimateTokens(sample) * length) / sample.length
}

/**
 * Pixels of a side of what a model that sees takes in as one. So it is documented of Qwen2.5-VL (its model card) and of Claude
 * (https://docs.anthropic.com/en/docs/build-with-claude/vision); others differ, most of them towards fewer.
 */
const patchSize = 28

function estimateImageTokens({ width, height }: ImageAttachment): number {
  return Math.ceil(width / patchSize) * Math.ceil(height / patchSize)
}

function getMessageLength(message: Message): number {
  const attachmentLength = message.kind === 'prompt' ? getAttachedTexts(message.attachments).reduce((sum, text) => sum + text.length, 0) : 0
  return message.text.length + attachmentLength
}
