// A conversation as Markdown, to be read by people: who said what, in the words in which it was said.

import type { Answer, Attachment, ImageAttachment, Message, Prompt, TextAttachment } from '../../shared/types/conversations.ts'
import type { SystemWords } from '../../shared/words/system.ts'
import type { Saveable } from './export.ts'

export type SavedWords = SystemWords['saved']

/** What a model thought before it answered is left out. */
export function markdownFrom({ title, messages }: Saveable, words: SavedWords): string {
  const parts = messages.map((message) => `## ${headingOf(message, messages, words)}\n\n${bodyOf(message, words)}`)
  return `${[`# ${title}`, ...parts].join('\n\n')}\n`
}

/** Answers that stand side by side follow each other in a file: each says which of them it is. */
function headingOf(message: Message, messages: readonly Message[], words: SavedWords): string {
  if (message.kind === 'prompt') return words.you
  const { model, provider } = message
  const by = provider === null ? model : words.by.replace('{{model}}', () => model).replace('{{provider}}', () => provider)
  const beside = messages.filter(({ kind, parentId }) => kind === 'answer' && parentId === message.parentId)
  if (beside.length === 1) return by
  const place = `${beside.indexOf(message) + 1}`
  return words.beside
    .replace('{{answer}}', () => by)
    .replace('{{place}}', place)
    .replace('{{count}}', `${beside.length}`)
}

function bodyOf(message: Message, words: SavedWords): string {
  return message.kind === 'prompt' ? promptBody(message, words) : answerBody(message, words)
}

function promptBody({ text, attachments }: Prompt, words: SavedWords): string {
  const beside = (attachment: Attachment) => (attachment.kind === 'text' ? fenced(attachment) : told(attachment, words))
  return [text, ...attachments.map(beside)].filter((part) => part.trim() !== '').join('\n\n')
}

function answerBody({ text, outcome }: Answer, words: SavedWords): string {
  return [text, ...(outcome.kind === 'finished' ? [] : [`*${words.incomplete}*`])].filter((part) => part.trim() !== '').join('\n\n')
}

/** A file of text holds no picture. */
function told({ name, width, height, size }: ImageAttachment, words: SavedWords): string {
  const amounts = { width, height, kilobytes: Math.ceil(size / 1000) }
  return `**${name}** (${words.picture.replaceAll(/\{\{(width|height|kilobytes)\}\}/g, (_, of: keyof typeof amounts) => String(amounts[of]))})`
}

/** Between fences that are longer than any run of the same sign in it, so that nothing in it is taken for the end. */
function fenced({ name, text }: TextAttachment): string {
  let longest = 2
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length)
  const fence = '`'.repeat(longest + 1)
  return `**${name}**\n\n${fence}\n${text}\n${fence}`
}
