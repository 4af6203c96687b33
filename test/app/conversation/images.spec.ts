// Pictures that go along with a prompt: chosen, dropped and pasted, shrunk in the page, kept, sent to models that see, and to no other.

import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import sqlite from 'better-sqlite3'
import { readImageHeader } from '../../../shared/images.ts'
import { en } from '../../../shared/words/en/en.ts'
import { chooseFiles, handFile, type GivenFile } from '../../support/given-files.ts'
import { keepPicture, open, saveTurn, valueOf } from '../../support/history/history-fixture.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { startKeyring, type Keyring } from '../../stand-ins/keyring/keyring.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { madeGif, madePng, pngHead, withPlace } from '../../support/data/made-images.ts'
import { endOfAnswer, setKey, startNewConversation } from '../../support/session.ts'
import { throwAwayFolder } from '../../support/throw-away.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page
const folder = throwAwayFolder('parley-images-')
const data = throwAwayFolder('parley-images-data-')
let keyring: Keyring
/** Of the page's policy, in all of its starts. */
let violations = 0

test.beforeAll(async () => {
  // The stand-in's browser is another user's.
  chmodSync(folder.path, 0o755)
  hub = await startHub({ speed: 0 })
  await fillHistory()
  keyring = await startKeyring('unlocked')
  await start()
  await setKey(app, hub.keys.fineGrained)
})
test.afterAll(async () => {
  await app.close()
  await keyring.stop()
  await hub.close()
  folder.remove()
  data.remove()
})
test.beforeEach(async () => {
  await startNewConversation(chat)
  await empty()
  await choose(seeing)
})

const tooMany = 'Which of these?'
const longAgo = 'What was that?'

/** What could be had through the window by many prompts, or not at all. */
async function fillHistory(): Promise<void> {
  const history = await open(data.path)
  // As when a prompt that could not be sent is put back in front of what was added meanwhile.
  const { conversationId } = saveTurn(history, tooMany, 'None.', { model: seeing })
  const attachments = [1, 2, 3, 4, 5, 6].map((number) => keepPicture(history, `${number}.png`))
  valueOf(history.saveDraft(conversationId, { text: 'What are these?', attachments }))
  const first = saveTurn(history, longAgo, 'Blue.', { model: seeing, attachments: [keepPicture(history)] })
  let parentId = first.answerId
  for (let turn = 0; turn < 30; turn += 1) {
    parentId = saveTurn(history, 'And now?', 'The same.', { conversationId: first.conversationId, parentId, model: blind }).answerId
  }
  await history.close()
}

const openRow = (title: string) => chat.getByRole('button', { name: title, exact: true }).click()

/** Starts the app, on what it left the last time. */
async function start(): Promise<void> {
  app = await launch({ hub: hub.origin, data: data.path, keychain: 'real', keyring })
  chat = await app.chatWindow()
  await chat.evaluate(() => {
    document.addEventListener('securitypolicyviolation', () => {
      const { dataset } = document.documentElement
      dataset['violations'] = String(Number(dataset['violations'] ?? 0) + 1)
    })
  })
  // Playwright catches the system's box only while somebody listens, and needs a moment to begin.
  chat.on('filechooser', () => undefined)
  await expect(chat.getByRole('button', { name: /^Model: / })).toBeVisible()
}

async function countViolations(): Promise<void> {
  violations += await chat.evaluate(() => Number(document.documentElement.dataset['violations'] ?? 0))
}

const seeing = 'Qwen/Qwen2.5-VL-7B-Instruct'
const blind = 'Qwen/Qwen2.5-Coder-7B-Instruct'
const box = () => chat.getByRole('textbox', { name: en.chat.promptLabel })
const sendButton = () => chat.getByRole('button', { name: en.chat.send })
const removes = () => chat.getByRole('button', { name: /^Remove / })
const chip = (name: string) => chat.getByRole('button', { name: en.chat.showAttachment.replace('{{name}}', name) })
const view = () => chat.getByRole('dialog')
const cannotSee = () => chat.getByText(/can’t look at pictures\./)
const refused = (name: string, reason: string) =>
  chat.getByText(en.chat.fileNotAdded.replace('{{name}}', name).replace('{{reason}}', reason))
const chats = () => hub.requests.filter(({ path }) => path.endsWith('/chat/completions')).map(({ body }) => JSON.parse(body))
const lastMessages = () => chats().at(-1).messages
/** The pictures of a message as it was sent. */
const picturesOf = (message: { readonly content: readonly { readonly type: string; readonly image_url?: { readonly url: string } }[] }) =>
  message.content.flatMap(({ image_url: image }) => (image === undefined ? [] : [Buffer.from(image.url.replace(/^.*,/, ''), 'base64')]))

async function empty(): Promise<void> {
  await box().fill('')
  for (const button of (await removes().all()).toReversed()) await button.click()
}

/** Takes a model in the list that is open. */
async function take(name: string): Promise<void> {
  const search = chat.getByRole('combobox', { name: en.models.search })
  await search.fill(name)
  await expect(chat.getByRole('gridcell', { name: name.replace(/^.*\//, '') }).first()).toBeVisible()
  await search.press('Enter')
  await expect(view()).toHaveCount(0)
}

async function choose(name: string): Promise<void> {
  if (await chat.getByRole('button', { name: `Model: ${name}`, exact: true }).isVisible()) return
  await chat.getByRole('button', { name: /^Model: / }).click()
  await take(name)
}

const add = (...files: readonly GivenFile[]) => chooseFiles(chat, folder.path, files)
/** A photo as a browser encodes it: no two points alike, so that it is large. */
async function photo(width: number, height: number): Promise<Buffer> {
  const encoded = await chat.evaluate(
    async ([wide, high]) => {
      const canvas = new OffscreenCanvas(wide, high)
      const context = canvas.getContext('2d')
      const pixels = context?.createImageData(wide, high)
      if (context == null || pixels === undefined) throw new Error('no canvas')
      for (let at = 0; at < pixels.data.length; at += 1) pixels.data[at] = at % 4 === 3 ? 255 : (at * 7 + (at >> 9) * 13) & 0xff
      context.putImageData(pixels, 0, 0)
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })
      return new Promise<string>((resolve) => {
        const reader = new FileReader()
        reader.addEventListener('load', () => resolve(typeof reader.result === 'string' ? reader.result : ''))
        reader.readAsDataURL(blob)
      })
    },
    [width, height] as const,
  )
  return Buffer.from(encoded.replace(/^.*,/, ''), 'base64')
}

async function send(prompt: string, messages = 2): Promise<void> {
  await box().fill(prompt)
  await box().press('Enter')
  await endOfAnswer(chat, messages)
}

/** Brings the thumbnail into sight, and waits until it has its picture. */
async function isShown(name: string): Promise<void> {
  await chip(name).first().scrollIntoViewIfNeeded()
  await expect(chip(name).first().locator('img')).toHaveJSProperty('complete', true)
  expect(
    await chip(name)
      .first()
      .locator('img')
      .evaluate((image: HTMLImageElement) => image.naturalWidth),
  ).toBeGreaterThan(0)
}

/** A prompt waits for what is being added to it. */
async function addBlue(name = 'blue.png'): Promise<void> {
  await add({ name, bytes: blue })
  await isShown(name)
}

const blue = madePng(120, 80, () => [20, 60, 200, 255])

test('a photo is shrunk, turned as it asks for, and sent without where it was taken', async () => {
  const remark = 'Taken at home by the canary'
  const taken = withPlace(await photo(1_800, 1_200), remark)
  expect(taken.includes(remark) && taken.includes('Exif')).toBe(true)
  await add({ name: 'tide.jpg', bytes: taken })
  await isShown('tide.jpg')
  await expect(chat.getByText(/^1,045 × 1,568 picture, [\d.,]+ [kM]B$/)).toBeVisible()
  await send('What is this?')
  const [message] = lastMessages()
  const [picture] = picturesOf(message)
  expect(message.content.at(-1)).toEqual({ type: 'text', text: 'What is this?' })
  expect(readImageHeader(picture ?? Buffer.alloc(0))).toEqual({ format: 'jpeg', width: 1_045, height: 1_568, isAnimated: false })
  expect(picture?.length).toBeLessThanOrEqual(2 * 1024 * 1024)
  for (const trace of ['Exif', 'canary', 'GPS']) expect(picture?.includes(trace)).toBe(false)
  await isShown('tide.jpg')
})

test('a drawing and what one sees through stay PNG, and nothing is enlarged', async () => {
  await add({ name: 'blue.png', bytes: blue }, { name: 'glass.png', bytes: madePng(30, 20, (x, y) => [x * 8, y * 12, 90, x * 8]) })
  await expect(removes()).toHaveCount(2)
  await send('What are these?')
  expect(picturesOf(lastMessages()[0]).map((picture) => readImageHeader(picture))).toEqual([
    { format: 'png', width: 120, height: 80, isAnimated: false },
    { format: 'png', width: 30, height: 20, isAnimated: false },
  ])
})

test('takes pictures that are dropped and pasted; where text was copied too, the text', async () => {
  expect(await handFile(chat, 'drop', { name: 'dropped.png', bytes: blue })).toBe(true)
  await isShown('dropped.png')
  expect(await handFile(chat, 'paste', { name: 'pasted.png', bytes: blue })).toBe(true)
  await isShown('pasted.png')
  expect(await handFile(chat, 'paste', { name: 'beside.png', bytes: blue }, 'words')).toBe(false)
  await expect(chip('beside.png')).toHaveCount(0)
})

test('says what it does not take, and that of one that moves the first picture goes along', async () => {
  await add(
    { name: 'moving.gif', bytes: madeGif(2) },
    { name: 'cut.png', bytes: blue.subarray(0, 60) },
    { name: 'bomb.png', bytes: Buffer.concat([pngHead(30_000, 30_000), blue.subarray(33)]) },
    { name: 'drawn.svg', bytes: '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>' },
  )
  await expect(chat.getByText(en.chat.firstPicture.replace('{{name}}', 'moving.gif'))).toBeVisible()
  await expect(refused('cut.png', en.failures['file-broken'])).toBeVisible()
  await expect(refused('bomb.png', en.failures['file-too-large'])).toBeVisible()
  await expect(removes()).toHaveCount(2)
  await expect(chip('drawn.svg').locator('img')).toHaveCount(0)
  await empty()
  await add(...[1, 2, 3, 4, 5].map((number) => ({ name: `${number}.png`, bytes: blue })))
  await expect(chat.getByText(en.chat.mostPictures.replace('{{count}}', '4'))).toBeVisible()
  await expect(removes()).toHaveCount(4)
})

test('of more pictures than go along it is said which are too many, and nothing is sent until they are taken off', async () => {
  await openRow(tooMany)
  await expect(removes()).toHaveCount(6)
  const before = chats().length
  await box().press('Enter')
  const said = chat.getByText(/^No more than 4 pictures go along with one prompt\. Take/)
  await expect(said).toHaveText('No more than 4 pictures go along with one prompt. Take 2 off first, such as 5.png, 6.png.')
  await expect(sendButton()).toBeDisabled()
  await app.resize(900, 600)
  await expect(sendButton()).toBeInViewport({ ratio: 0.99 })
  await app.resize(1280, 800)
  await expect(box()).toHaveValue('What are these?')
  await expect(chat.getByRole('article')).toHaveCount(2)
  await chat.getByRole('button', { name: 'Remove 1.png' }).click()
  await expect(said).toHaveText(/ Take 1 off first, such as 6\.png\.$/)
  await chat.getByRole('button', { name: en.chat.takeOffLast }).click()
  await expect(removes()).toHaveCount(4)
  await expect(box()).toBeFocused()
  await expect(said).toHaveCount(0)
  expect(chats().length).toBe(before)
  await box().press('Enter')
  await endOfAnswer(chat, 4)
  expect(picturesOf(lastMessages().at(-1))).toHaveLength(4)
})

test('a model that does not see is asked nothing, and one that sees is one click away', async () => {
  await choose(blind)
  await addBlue()
  await box().fill('What is this?')
  await expect(cannotSee()).toBeVisible()
  await expect(sendButton()).toBeDisabled()
  const before = chats().length
  await box().press('Enter')
  await expect(chat.getByRole('article')).toHaveCount(0)
  await chat.getByRole('button', { name: en.chat.chooseSeeing }).click()
  await expect(chat.getByRole('heading', { name: en.models.seeingTitle })).toBeVisible()
  await expect(chat.getByRole('gridcell', { name: /Coder/ })).toHaveCount(0)
  await take(seeing)
  await expect(cannotSee()).toHaveCount(0)
  expect(chats().length).toBe(before)
  await send('What is this?')
  expect(picturesOf(lastMessages()[0])).toHaveLength(1)
})

test('a model that does not see is told the words of earlier prompts, and that is said before', async () => {
  await addBlue()
  await send('What is this?')
  await send('Are you sure?', 4)
  expect(picturesOf(lastMessages()[0])).toHaveLength(1)
  await choose(blind)
  await expect(chat.getByText('it reads the words only')).toBeVisible()
  await send('And now?', 6)
  expect(lastMessages()[0]).toEqual({ role: 'user', content: 'What is this?' })
})

test('pictures of a long conversation that are not read yet count as well', async () => {
  await openRow(longAgo)
  await expect(chat.getByText('it reads the words only')).toBeVisible()
  await choose(seeing)
  await expect(chat.getByText('it reads the words only')).toHaveCount(0)
})

test('an answer that a model could not give is had from one that sees', async () => {
  await addBlue()
  await send('What is this?')
  await choose(blind)
  await chat.getByRole('article').last().getByRole('button', { name: en.chat.moreAnswer }).click()
  await chat.getByRole('menuitem', { name: /^Retry with Qwen2.5-Coder/ }).click()
  await expect(chat.getByText(en.failures['model-cannot-do-this'])).toBeVisible()
  await chat.getByRole('button', { name: en.failure['choose-model'] }).click()
  await expect(chat.getByRole('heading', { name: en.models.seeingTitle })).toBeVisible()
  await chat.keyboard.press('Escape')
})

test('an edited prompt goes with its picture', async () => {
  await addBlue()
  await send('What is this?')
  await chat.getByRole('button', { name: en.chat.edit }).click()
  await chat.getByRole('textbox', { name: en.chat.editLabel }).fill('What colour is this?')
  await chat.getByRole('button', { name: en.chat.editSend }).click()
  await endOfAnswer(chat, 2)
  await expect.poll(() => lastMessages()[0].content.at(-1)).toEqual({ type: 'text', text: 'What colour is this?' })
  expect(picturesOf(lastMessages()[0])).toHaveLength(1)
})

test('a picture in the box is there after a restart and a kill, and a sent one in its prompt', async () => {
  await addBlue('sent.png')
  await send('What is this?')
  await addBlue('unsent.png')
  await countViolations()
  await app.close()
  await start()
  await isShown('sent.png')
  await isShown('unsent.png')
  await addBlue('later.png')
  // What the window shows is saved a moment later; a kill may cost that moment.
  await expect.poll(() => savedDraft()).toContain('later.png')
  await countViolations()
  await app.kill()
  await start()
  for (const name of ['sent.png', 'unsent.png', 'later.png']) await isShown(name)
  await send('And these?', 4)
  expect(
    lastMessages().flatMap((message: Parameters<typeof picturesOf>[0] & { role: string }) =>
      message.role === 'user' ? picturesOf(message) : [],
    ),
  ).toHaveLength(3)
})

/** The drafts as they stand in the file. */
function savedDraft(): string {
  const database = new sqlite(join(data.path, 'history.sqlite'), { readonly: true })
  try {
    return database.prepare<[], string>('select attachments from drafts').pluck().all().join()
  } finally {
    database.close()
  }
}

test('is all done by keyboard, and axe finds nothing', async () => {
  const found = async (): Promise<readonly string[]> =>
    (await new AxeBuilder({ page: chat }).setLegacyMode().analyze()).violations.map(({ id }) => id)
  await addBlue()
  await choose(blind)
  await expect(cannotSee()).toBeVisible()
  await chat.keyboard.press('Escape')
  await expect(chat.getByRole('tooltip')).toHaveCount(0)
  expect(await found()).toEqual([])
  await chip('blue.png').focus()
  await chat.keyboard.press('Enter')
  await expect(view().getByRole('img', { name: 'blue.png' })).toBeVisible()
  await expect(view().getByText(en.chat.sentAsPicture)).toBeVisible()
  expect(await found()).toEqual([])
  await chat.keyboard.press('Escape')
  await expect(chip('blue.png')).toBeFocused()
  await chat.keyboard.press('Tab')
  await chat.keyboard.press('Enter')
  await expect(removes()).toHaveCount(0)
})

test('nothing of all this went against the policy of the page', async () => {
  await countViolations()
  expect(violations).toBe(0)
})
