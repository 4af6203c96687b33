// Images in the history: saved for a draft, linked to prompts, shared by edits and forks, and purged when nothing has them.

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { History } from '../../../../../electron/history/history.ts'
import { messagePageSize } from '../../../../../shared/types/messages.ts'
import type { ImageAttachment } from '../../../../../shared/types/attachments.ts'
import {
  createRunResult,
  saveTestImage,
  createHistoryFolder,
  openTestHistory,
  savePromptAndAnswer,
  createRunStart,
  unwrap,
} from '../../../../support/history/history-fixture.ts'
import { createJpegHeader, createGif, createPng } from '../../../../support/data/image-fixtures.ts'

let folder: ReturnType<typeof createHistoryFolder>
let history: History
test.beforeEach(async () => {
  folder = createHistoryFolder()
  history = await openTestHistory(folder.path)
})
test.afterEach(async () => {
  await history.close()
  folder.remove()
})

const refused = { ok: false, failure: { code: 'bad-input' } }

/** Saves an image whose bytes contain this text. */
const saveImageOf = (canaryText: string, name?: string): ImageAttachment => saveTestImage(history, name, canaryText.repeat(500))

/** Counts the text in all files of the history. */
function countOccurrences(canaryText: string): number {
  return readdirSync(folder.path)
    .map((name) => readFileSync(join(folder.path, name), 'latin1').split(canaryText).length - 1)
    .reduce((sum, count) => sum + count, 0)
}

async function reopenHistory(): Promise<void> {
  await history.close()
  history = await openTestHistory(folder.path)
}

const note = { kind: 'text', name: 'note', text: 'The sea is salt.' } as const
const readFirstPrompt = (conversationId: string) => unwrap(history.open(conversationId))?.messages[0]

test.describe('image', () => {
  test('is returned as it was saved, also after a restart', async () => {
    const bytes = createPng(4, 3)
    const id = unwrap(history.saveImage({ bytes, type: 'image/png', width: 4, height: 3 }))
    await reopenHistory()
    expect(history.getImage(id)).toEqual({ ok: true, value: { type: 'image/png', bytes: new Uint8Array(bytes) } })
  })

  test('is refused unless it is a JPEG or PNG of the stated size', () => {
    const png = createPng(4, 3)
    const imageInfo = { type: 'image/png', width: 4, height: 3 } as const
    for (const image of [
      { ...imageInfo, bytes: Buffer.from('<svg/>') },
      { ...imageInfo, bytes: png.subarray(0, 20) },
      { ...imageInfo, bytes: png, width: 5 },
      { ...imageInfo, bytes: createJpegHeader(4, 3) },
      { ...imageInfo, bytes: createGif(1), width: 1, height: 1 },
      { ...imageInfo, bytes: createPng(1_569, 1), width: 1_569, height: 1 },
      { ...imageInfo, bytes: Buffer.concat([png, Buffer.alloc(2 * 1024 * 1024)]) },
    ]) {
      expect(history.saveImage(image)).toMatchObject(refused)
    }
    expect(history.saveImage({ bytes: createJpegHeader(4, 3), type: 'image/jpeg', width: 4, height: 3 })).toMatchObject({ ok: true })
  })

  test('keeps its position among the attachments', async () => {
    const attachments = [note, saveImageOf('a', 'one.png'), { ...note, name: 'other' }, saveImageOf('b', 'two.png')]
    const { conversationId } = savePromptAndAnswer(history, 'What is this?', 'A tide.', { attachments })
    expect(readFirstPrompt(conversationId)).toMatchObject({ attachments })
    await reopenHistory()
    expect(readFirstPrompt(conversationId)).toMatchObject({ attachments })
  })

  test('gives a prompt without text its title, and is found by its name', async () => {
    const { conversationId } = savePromptAndAnswer(history, '', 'A fjord.', {
      attachments: [saveImageOf('a', 'holidays at the fjord.png')],
    })
    expect(history.getSummary(conversationId)).toMatchObject({ title: 'holidays at the fjord.png' })
    expect(unwrap(await history.find('holidays'))).toMatchObject([{ conversationId }])
  })

  test('is required to exist when a prompt with it is saved', () => {
    const image = { ...saveImageOf('a'), id: '00000000-0000-4000-8000-000000000000' }
    const start = createRunStart('What is this?', { attachments: [image] })
    expect(history.beginRun(start)).toMatchObject(refused)
    expect(history.getSummary(start.conversationId)).toBeNull()
  })

  test('is counted in the messages before a page, with its size', () => {
    const attachments = [saveImageOf('sea'), saveImageOf('shore')]
    const earlierImages = { count: 2, bytes: attachments.reduce((sum, { size }) => sum + size, 0) }
    const { conversationId, answerId } = savePromptAndAnswer(history, 'What is this?', 'The sea.', { attachments })
    let parentId = answerId
    for (let index = 0; index < 55; index += 1)
      parentId = savePromptAndAnswer(history, 'And now?', 'The same.', { conversationId, parentId }).answerId
    const openedConversation = unwrap(history.open(conversationId))
    expect(openedConversation).toMatchObject({ earlier: 62, earlierImages })
    const olderPage = unwrap(history.readOlder(conversationId, openedConversation?.messages[0]?.id ?? '', messagePageSize))
    expect(olderPage).toMatchObject({ earlier: 12, earlierImages })
    const first = unwrap(history.readOlder(conversationId, olderPage.messages[0]?.id ?? '', messagePageSize))
    expect(first).toMatchObject({ earlier: 0, earlierImages: { count: 0, bytes: 0 } })
    expect(unwrap(history.open(conversationId, first.messages[0]?.id))).toMatchObject({
      earlier: 0,
      earlierImages: { count: 0, bytes: 0 },
    })
    const savedTextTurn = savePromptAndAnswer(history, 'What is this?', 'A text.', { attachments: [note] })
    parentId = savedTextTurn.answerId
    for (let index = 0; index < 30; index += 1)
      parentId = savePromptAndAnswer(history, 'And now?', 'The same.', { conversationId: savedTextTurn.conversationId, parentId }).answerId
    expect(unwrap(history.open(savedTextTurn.conversationId))).toMatchObject({ earlier: 12, earlierImages: { count: 0, bytes: 0 } })
  })

  test('is still attached to a restored prompt', async () => {
    const attachments = [saveImageOf('a')]
    const { conversationId, promptId } = savePromptAndAnswer(history, 'What is this?', 'A tide.', { attachments })
    unwrap(history.deleteMessage(conversationId, promptId))
    unwrap(await history.purgeDeleted(0))
    unwrap(history.undoDeleteMessage(conversationId, promptId))
    expect(readFirstPrompt(conversationId)).toMatchObject({ attachments })
  })

  test('stays with its prompt when that is answered again', () => {
    const attachments = [saveImageOf('a')]
    const { conversationId, promptId } = savePromptAndAnswer(history, 'What is this?', 'A tide.', { attachments })
    const regenerateStart = { ...createRunStart(''), conversationId, prompt: { kind: 'regenerate', id: promptId } as const }
    unwrap(history.beginRun(regenerateStart))
    unwrap(history.endRun(regenerateStart.runId, createRunResult('A spring tide.')))
    expect(unwrap(history.readBranch(promptId))).toMatchObject([{ attachments }])
  })
})

test.describe('unused image', () => {
  test('is purged, unlike one in a prompt or a draft', async () => {
    const [unusedImage, draftedImage, sentImage] = [saveImageOf('left'), saveImageOf('drafted'), saveImageOf('sent')]
    unwrap(history.saveDraft(null, { text: '', attachments: [note, draftedImage] }))
    const { conversationId } = savePromptAndAnswer(history, 'What is this?', 'A tide.', { attachments: [sentImage] })
    unwrap(history.saveDraft(conversationId, { text: '', attachments: [unusedImage] }))
    unwrap(await history.purgeDeleted(Date.now()))
    expect(history.getImage(unusedImage.id)).toMatchObject({ ok: true })
    unwrap(history.saveDraft(conversationId, { text: '', attachments: [] }))
    // The first prompt of a new conversation removed the draft, so its image is unused as well.
    unwrap(await history.purgeDeleted(Date.now()))
    expect([unusedImage, draftedImage].map(({ id }) => history.getImage(id).ok)).toEqual([false, false])
    expect(history.getImage(sentImage.id)).toMatchObject({ ok: true })
    expect(countOccurrences('leftleft') + countOccurrences('drafteddrafted')).toBe(0)
  })

  test('is kept for a moment, because its draft may not be saved yet', async () => {
    const { id } = saveImageOf('a')
    unwrap(await history.purgeDeleted(Date.now() - 15_000))
    expect(history.getImage(id)).toMatchObject({ ok: true })
  })

  test('is purged with the last of the prompts that share it', async () => {
    const attachments = [note, saveImageOf('canary')]
    const first = savePromptAndAnswer(history, 'What is this?', 'A tide.', { attachments })
    const { conversationId } = first
    const editedTurn = savePromptAndAnswer(history, 'And this?', 'The same.', { conversationId, attachments })
    const forkId = unwrap(await history.fork(conversationId, editedTurn.answerId))
    expect(readFirstPrompt(forkId)).toMatchObject({ attachments })
    for (const dropImages of [
      () => history.deleteMessage(conversationId, first.promptId),
      () => history.delete(conversationId),
      () => history.delete(forkId),
    ]) {
      expect(history.getImage(attachments[1]?.kind === 'image' ? attachments[1].id : '')).toMatchObject({ ok: true })
      unwrap(dropImages())
      unwrap(await history.purgeDeleted(Date.now()))
    }
    expect(countOccurrences('canary')).toBe(0)
  })
})
