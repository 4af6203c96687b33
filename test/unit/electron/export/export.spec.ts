// Exporting a conversation: the content of each format, the file's name, and that no secret is in it.

import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { createExport } from '../../../../electron/export/export.ts'
import type { ExportSource } from '../../../../electron/export/writer.ts'
import { commandNames, commands, isSaveCommand } from '../../../../shared/commands.ts'
import type { Answer, Prompt } from '../../../../shared/types/messages.ts'
import { saveFormats, type SaveFormat } from '../../../../shared/types/saving.ts'
import { system as germanSystem } from '../../../../shared/words/de/system.ts'
import { system } from '../../../../shared/words/en/system.ts'
import type { SystemWords } from '../../../../shared/words/words.ts'
import { fakeKey, fakeKeys } from '../../../support/data/key-fixtures.ts'

const savedWords: SystemWords['exported'] = system.exported

const prompt: Prompt = { kind: 'prompt', id: 'p1', parentId: null, text: 'Why is the sky blue?', attachments: [], createdAt: 0 }
const answer: Answer = {
  kind: 'answer',
  id: 'a1',
  parentId: 'p1',
  text: 'Because of **scattering**.',
  reasoning: 'They ask about light.',
  model: 'org/model',
  task: 'chat',
  provider: 'together',
  outcome: { kind: 'finished' },
  usage: { inputTokens: 6, outputTokens: 5 },
  keyName: 'work',
  style: null,
  comparisonId: null,
  startedAt: 1_000,
  firstTextMs: 120,
  totalMs: 900,
}
const skyConversation: ExportSource = { title: 'Why is the sky blue?', messages: [prompt, answer] }
/** Exports a conversation, with the id of each image in place of its bytes. */
function exportConversation(conversation: ExportSource, format: SaveFormat, exportWords = savedWords) {
  const { name, chunks, secretCount } = createExport(conversation, format, exportWords)
  return { name, text: [...chunks].map((part) => (typeof part === 'string' ? part : part.id)).join(''), secretCount }
}
const exportMarkdown = (conversation: ExportSource) => exportConversation(conversation, 'markdown')
const getFileName = (title: string) => exportMarkdown({ ...skyConversation, title }).name
const exportJson = (conversation: ExportSource) => exportConversation(conversation, 'json')

const imageAttachment = { kind: 'image', id: 'i', name: 'tide.png', type: 'image/png', width: 1_200, height: 800, size: 240_100 } as const
const conversationWithImage: ExportSource = { ...skyConversation, messages: [{ ...prompt, attachments: [imageAttachment] }] }

test.describe('Markdown export', () => {
  test('has each message under its author', () => {
    expect(exportMarkdown(skyConversation)).toEqual({
      name: 'Why is the sky blue.md',
      text: ['# Why is the sky blue?', '## You', 'Why is the sky blue?', '## org/model at together', 'Because of **scattering**.\n'].join(
        '\n\n',
      ),
      secretCount: 0,
    })
  })

  test('is in the language of the app', () => {
    expect(exportConversation(skyConversation, 'markdown', germanSystem.exported).text).toContain('## org/model bei together')
  })

  test('marks each answer that is not complete', () => {
    for (const kind of ['length', 'filtered', 'stopped', 'interrupted'] as const) {
      expect(exportMarkdown({ ...skyConversation, messages: [prompt, { ...answer, outcome: { kind } }] }).text).toContain(
        `*${savedWords.incomplete}*`,
      )
    }
    const failed = { ...answer, text: '', outcome: { kind: 'failed', failure: { code: 'offline' } } } as const
    expect(exportMarkdown({ ...skyConversation, messages: [prompt, failed] }).text).toContain(
      `## org/model at together\n\n*${savedWords.incomplete}*`,
    )
  })

  test('numbers the answers to one prompt', () => {
    const other: Answer = { ...answer, id: 'a2', model: 'org/other', provider: null, text: 'It scatters.' }
    const conversation = { ...skyConversation, messages: [prompt, answer, other] }
    expect(exportMarkdown(conversation).text).toContain(
      '## org/model at together (answer 1 of 2)\n\nBecause of **scattering**.\n\n## org/other (answer 2 of 2)',
    )
    expect(JSON.parse(exportJson(conversation).text)).toMatchObject({
      messages: [{ id: 'p1' }, { id: 'a1', parentId: 'p1' }, { id: 'a2', parentId: 'p1' }],
    })
  })

  test('keeps an attached text inside its fence', () => {
    const { text } = exportMarkdown({
      ...skyConversation,
      messages: [{ ...prompt, attachments: [{ kind: 'text', name: 'notes', text: 'a\n````\nb' }] }],
    })
    expect(text).toContain('**notes**\n\n`````\na\n````\nb\n`````')
  })

  test('names an image with its dimensions and size', () => {
    expect(exportMarkdown(conversationWithImage).text).toContain('Why is the sky blue?\n\n**tide.png** (1200 × 800 picture, 241 kB)\n')
  })

  test('accepts a text with more runs of backticks than a call can have arguments', () => {
    const text = '` '.repeat(300_000)
    const notes = { kind: 'text', name: 'notes', text } as const
    expect(exportMarkdown({ ...skyConversation, messages: [{ ...prompt, attachments: [notes] }] }).text).toContain(
      `\`\`\`\n${text}\n\`\`\``,
    )
  })
})

test.describe('JSON export', () => {
  test('has each message with its outcome, without the name of the key', () => {
    const { text, name } = exportJson(skyConversation)
    expect(name).toBe('Why is the sky blue.json')
    expect(JSON.parse(text)).toEqual({
      format: 'parley-conversation',
      version: 1,
      title: 'Why is the sky blue?',
      messages: [
        { kind: 'prompt', id: 'p1', parentId: null, createdAt: '1970-01-01T00:00:00.000Z', text: prompt.text, attachments: [] },
        {
          kind: 'answer',
          id: 'a1',
          parentId: 'p1',
          model: 'org/model',
          provider: 'together',
          startedAt: '1970-01-01T00:00:01.000Z',
          text: answer.text,
          reasoning: answer.reasoning,
          outcome: 'finished',
          usage: { inputTokens: 6, outputTokens: 5 },
          style: null,
          firstTextMs: 120,
          totalMs: 900,
        },
      ],
    })
  })

  test('includes the bytes of an image, but not its id', () => {
    const { kind, id: data, name, type, width, height } = imageAttachment
    expect(JSON.parse(exportJson(conversationWithImage).text).messages[0].attachments).toEqual([{ kind, name, type, width, height, data }])
  })

  test('is indented like JSON.stringify, whatever it contains', () => {
    const notes = { kind: 'text', name: 'notes', text: 'a "line"\nand "data": another' } as const
    const attachments = [[], [notes], [imageAttachment, notes, imageAttachment]]
    const messages = [...attachments.map((each) => ({ ...prompt, attachments: each })), answer]
    for (const conversation of [skyConversation, { title: '', messages: [] }, { ...skyConversation, messages }]) {
      const { text } = exportJson(conversation)
      expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`)
    }
  })
})

test.describe('every export format', () => {
  test('leaves out secrets, wherever they are in the conversation', () => {
    const key = String(fakeKeys[0]?.[1])
    const conversationWithSecrets: ExportSource = {
      title: `About ${key}`,
      messages: [
        { ...prompt, text: `Is ${key} good?`, attachments: [{ kind: 'text', name: 'settings', text: `a=1\nkey=${key}\nb=2` }] },
        { ...answer, text: `You wrote ${key}.`, reasoning: `They show ${key}` },
      ],
    }
    for (const format of saveFormats) {
      const { text, name, secretCount } = exportConversation(conversationWithSecrets, format)
      expect(text + name).not.toContain(key.slice(4))
      expect(secretCount).toBe(5)
    }
    expect(exportMarkdown(conversationWithSecrets).text).toContain(`a=1\nkey=${savedWords.secret}\nb=2`)
    expect(exportJson(conversationWithSecrets).text).toContain(`They show ${savedWords.secret}`)
  })

  test('leaves out a secret in the name of an image', () => {
    const conversationWithKeyName = {
      ...skyConversation,
      messages: [{ ...prompt, attachments: [{ ...imageAttachment, name: `${fakeKey}.png` }] }],
    }
    for (const format of saveFormats) {
      const { text, secretCount } = exportConversation(conversationWithKeyName, format)
      expect(text).not.toContain(fakeKey)
      expect(secretCount).toBe(1)
    }
  })

  test('has one command that saves the open conversation', () => {
    const commandFormats = commandNames.filter(isSaveCommand).map((name) => commands[name].saveFormat)
    expect(commandFormats.toSorted()).toEqual(saveFormats.toSorted())
  })
})

test.describe('file name of an export', () => {
  test('is one that every system accepts', () => {
    expect(getFileName('')).toBe('Parley.md')
    expect(getFileName('CON')).toBe('Parley.md')
    expect(getFileName('../../etc/passwd')).toBe('etc passwd.md')
    expect(getFileName('  a: "b" <c>?\n\u202Ed ')).toBe('a b c d.md')
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (title) => {
        const name = getFileName(title)
        expect(name).toMatch(/^[^\p{C}<>:"/\\|?*]+\.md$/u)
        expect(name).not.toMatch(/^[ .]|[ .]\.md$/)
        expect(Array.from(name).length).toBeLessThanOrEqual(63)
      }),
    )
  })
})
