// Pictures in the history: kept with a draft, tied to what was sent, shared by what goes on from it, and gone when nothing has them.

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { History } from '../../../../../electron/history/history.ts'
import { messagesOfPage, type ImageAttachment } from '../../../../../shared/types/conversations.ts'
import { endOf, keepPicture, makeFolder, open, saveTurn, startOf, valueOf } from '../../../../support/history/history-fixture.ts'
import { jpegHead, madeGif, madePng } from '../../../../support/data/made-images.ts'

let folder: ReturnType<typeof makeFolder>
let history: History
test.beforeEach(async () => {
  folder = makeFolder()
  history = await open(folder.path)
})
test.afterEach(async () => {
  await history.close()
  folder.remove()
})

const refused = { ok: false, failure: { code: 'bad-input' } }

/** Keeps a picture whose bytes hold these letters. */
const keep = (letters: string, name?: string): ImageAttachment => keepPicture(history, name, letters.repeat(500))

/** How often the letters stand in any file of the history. */
function tracesOf(letters: string): number {
  return readdirSync(folder.path)
    .map((name) => readFileSync(join(folder.path, name), 'latin1').split(letters).length - 1)
    .reduce((sum, count) => sum + count, 0)
}

async function openAgain(): Promise<void> {
  await history.close()
  history = await open(folder.path)
}

const note = { kind: 'text', name: 'note', text: 'The sea is salt.' } as const
const promptOf = (conversationId: string) => valueOf(history.open(conversationId))?.messages[0]

test('gives back what was kept, also after a restart', async () => {
  const bytes = madePng(4, 3)
  const id = valueOf(history.keepImage({ bytes, type: 'image/png', width: 4, height: 3 }))
  await openAgain()
  expect(history.image(id)).toEqual({ ok: true, value: { type: 'image/png', bytes: new Uint8Array(bytes) } })
})

test('a page of a long conversation tells how many pictures went along before it, and how large they are', () => {
  const attachments = [keep('sea'), keep('shore')]
  const earlierPictures = { count: 2, bytes: attachments.reduce((sum, { size }) => sum + size, 0) }
  const { conversationId, answerId } = saveTurn(history, 'What is this?', 'The sea.', { attachments })
  let parentId = answerId
  for (let turn = 0; turn < 55; turn += 1) parentId = saveTurn(history, 'And now?', 'The same.', { conversationId, parentId }).answerId
  const opened = valueOf(history.open(conversationId))
  expect(opened).toMatchObject({ earlier: 62, earlierPictures })
  const older = valueOf(history.older(conversationId, opened?.messages[0]?.id ?? '', messagesOfPage))
  expect(older).toMatchObject({ earlier: 12, earlierPictures })
  const first = valueOf(history.older(conversationId, older.messages[0]?.id ?? '', messagesOfPage))
  expect(first).toMatchObject({ earlier: 0, earlierPictures: { count: 0, bytes: 0 } })
  expect(valueOf(history.open(conversationId, first.messages[0]?.id))).toMatchObject({
    earlier: 0,
    earlierPictures: { count: 0, bytes: 0 },
  })
  const words = saveTurn(history, 'What is this?', 'A text.', { attachments: [note] })
  parentId = words.answerId
  for (let turn = 0; turn < 30; turn += 1)
    parentId = saveTurn(history, 'And now?', 'The same.', { conversationId: words.conversationId, parentId }).answerId
  expect(valueOf(history.open(words.conversationId))).toMatchObject({ earlier: 12, earlierPictures: { count: 0, bytes: 0 } })
})

test('keeps nothing but a JPEG or a PNG of the size it is said to have', () => {
  const png = madePng(4, 3)
  const told = { type: 'image/png', width: 4, height: 3 } as const
  for (const image of [
    { ...told, bytes: Buffer.from('<svg/>') },
    { ...told, bytes: png.subarray(0, 20) },
    { ...told, bytes: png, width: 5 },
    { ...told, bytes: jpegHead(4, 3) },
    { ...told, bytes: madeGif(1), width: 1, height: 1 },
    { ...told, bytes: madePng(1_569, 1), width: 1_569, height: 1 },
    { ...told, bytes: Buffer.concat([png, Buffer.alloc(2 * 1024 * 1024)]) },
  ]) {
    expect(history.keepImage(image)).toMatchObject(refused)
  }
  expect(history.keepImage({ bytes: jpegHead(4, 3), type: 'image/jpeg', width: 4, height: 3 })).toMatchObject({ ok: true })
})

test('sends pictures and texts in the order in which they were added', async () => {
  const attachments = [note, keep('a', 'one.png'), { ...note, name: 'other' }, keep('b', 'two.png')]
  const { conversationId } = saveTurn(history, 'What is this?', 'A tide.', { attachments })
  expect(promptOf(conversationId)).toMatchObject({ attachments })
  await openAgain()
  expect(promptOf(conversationId)).toMatchObject({ attachments })
})

test('a prompt of a picture alone is called by its name, and found by it', async () => {
  const { conversationId } = saveTurn(history, '', 'A fjord.', { attachments: [keep('a', 'holidays at the fjord.png')] })
  expect(history.summary(conversationId)).toMatchObject({ title: 'holidays at the fjord.png' })
  expect(valueOf(await history.find('holidays'))).toMatchObject([{ conversationId }])
})

test('saves no prompt with a picture that is not there', () => {
  const image = { ...keep('a'), id: '00000000-0000-4000-8000-000000000000' }
  const start = startOf('What is this?', { attachments: [image] })
  expect(history.beginRun(start)).toMatchObject(refused)
  expect(history.summary(start.conversationId)).toBeNull()
})

test('forgets a picture that is in no prompt and no draft, and keeps the others', async () => {
  const [left, drafted, sent] = [keep('left'), keep('drafted'), keep('sent')]
  valueOf(history.saveDraft(null, { text: '', attachments: [note, drafted] }))
  const { conversationId } = saveTurn(history, 'What is this?', 'A tide.', { attachments: [sent] })
  valueOf(history.saveDraft(conversationId, { text: '', attachments: [left] }))
  valueOf(await history.purgeDeleted(Date.now()))
  expect(history.image(left.id)).toMatchObject({ ok: true })
  valueOf(history.saveDraft(conversationId, { text: '', attachments: [] }))
  // The first prompt of a new conversation takes the draft along, which is why that picture was left as well.
  valueOf(await history.purgeDeleted(Date.now()))
  expect([left, drafted].map(({ id }) => history.image(id).ok)).toEqual([false, false])
  expect(history.image(sent.id)).toMatchObject({ ok: true })
  expect(tracesOf('leftleft') + tracesOf('drafteddrafted')).toBe(0)
})

test('leaves one alone that was kept a moment ago: its draft is not saved yet', async () => {
  const { id } = keep('a')
  valueOf(await history.purgeDeleted(Date.now() - 15_000))
  expect(history.image(id)).toMatchObject({ ok: true })
})

test('an edited prompt and a fork share a picture, and it goes with the last of them', async () => {
  const attachments = [note, keep('canary')]
  const first = saveTurn(history, 'What is this?', 'A tide.', { attachments })
  const { conversationId } = first
  const edited = saveTurn(history, 'And this?', 'The same.', { conversationId, attachments })
  const forkId = valueOf(await history.fork(conversationId, edited.answerId))
  expect(promptOf(forkId)).toMatchObject({ attachments })
  for (const forget of [
    () => history.deleteMessage(conversationId, first.promptId),
    () => history.delete(conversationId),
    () => history.delete(forkId),
  ]) {
    expect(history.image(attachments[1]?.kind === 'image' ? attachments[1].id : '')).toMatchObject({ ok: true })
    valueOf(forget())
    valueOf(await history.purgeDeleted(Date.now()))
  }
  expect(tracesOf('canary')).toBe(0)
})

test('a prompt that is brought back still has its picture', async () => {
  const attachments = [keep('a')]
  const { conversationId, promptId } = saveTurn(history, 'What is this?', 'A tide.', { attachments })
  valueOf(history.deleteMessage(conversationId, promptId))
  valueOf(await history.purgeDeleted(0))
  valueOf(history.undoDeleteMessage(conversationId, promptId))
  expect(promptOf(conversationId)).toMatchObject({ attachments })
})

test('answering again and going on leave the picture with its prompt', () => {
  const attachments = [keep('a')]
  const { conversationId, promptId } = saveTurn(history, 'What is this?', 'A tide.', { attachments })
  const again = { ...startOf(''), conversationId, prompt: { kind: 'again', id: promptId } as const }
  valueOf(history.beginRun(again))
  valueOf(history.endRun(again.runId, endOf('A spring tide.')))
  expect(valueOf(history.branch(promptId))).toMatchObject([{ attachments }])
})
