// Writes a conversation as Markdown, for people: each message under its author, with its text as it was written.

import { fillPlaceholders } from '../../shared/fill-placeholders.ts'
import type { Answer, Message, Prompt } from '../../shared/types/messages.ts'
import type { Attachment, ImageAttachment, TextAttachment } from '../../shared/types/attachments.ts'
import type { ExportSource, ExportWords, Writer } from './writer.ts'

export const markdownWriter: Writer = { extension: 'md', write: (source, words) => [toMarkdown(source, words)] }

/** Leaves out reasoning. */
function toMarkdown({ title, messages }: ExportSource, words: ExportWords): string {
  const parts = messages.map((message) => `## ${formatHeading(message, messages, words)}\n\n${formatBody(message, words)}`)
  return `${[`# ${title}`, ...parts].join('\n\n')}\n`
}

/** Answers to the same prompt follow each other in the file, so the heading of each has its number. */
function formatHeading(message: Message, messages: readonly Message[], words: ExportWords): string {
  if (message.kind === 'prompt') return words.you
  const { model, provider } = message
  const author = provider === null ? model : fillPlaceholders(words.author, { model, provider })
  const siblings = messages.filter(({ kind, parentId }) => kind === 'answer' && parentId === message.parentId)
  if (siblings.length === 1) return author
  return fillPlaceholders(words.numbered, { answer: author, ordinal: siblings.indexOf(message) + 1, count: siblings.length })
}

function formatBody(message: Message, words: ExportWords): string {
  return message.kind === 'prompt' ? formatPrompt(message, words) : formatAnswer(message, words)
}

function formatPrompt({ text, attachments }: Prompt, words: ExportWords): string {
  const formatAttachment = (attachment: Attachment) =>
    attachment.kind === 'text' ? formatFencedText(attachment) : describeImage(attachment, words)
  return [text, ...attachments.map(formatAttachment)].filter((part) => part.trim() !== '').join('\n\n')
}

function formatAnswer({ text, outcome }: Answer, words: ExportWords): string {
  return [text, ...(outcome.kind === 'finished' ? [] : [`*${words.incomplete}*`])].filter((part) => part.trim() !== '').join('\n\n')
}

/** A text file cannot contain the image. */
function describeImage({ name, width, height, size }: ImageAttachment, words: ExportWords): string {
  return `**${name}** (${fillPlaceholders(words.image, { width, height, kilobytes: Math.ceil(size / 1000) })})`
}

/** Uses a fence longer than any run of backticks in the text, so that nothing in the text can close it. */
function formatFencedText({ name, text }: TextAttachment): string {
  let longestRun = 2
  for (const [run] of text.matchAll(/`+/g)) longestRun = Math.max(longestRun, run.length)
  const fence = '`'.repeat(longestRun + 1)
  return `**${name}**\n\n${fence}\n${text}\n${fence}`
}
