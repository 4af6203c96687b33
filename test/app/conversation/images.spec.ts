// Pictures that go along with a prompt: chosen, dropped and pasted, shrunk in the page, kept, sent to models that see, and to no other.

import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import sqlite from 'better-sqlite3'
import { readImageHeader } from '../../../shared/images.ts'
import { en } from '../../../shared/words/en/en.ts'
import { chooseFiles, dropOrPasteFile, type InputFile } from '../../support/file-input.ts'
import { saveTestImage, openTestHistory, savePromptAndAnswer, unwrap } from '../../support/history/history-fixture.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { startKeyring, type Keyring } from '../../stand-ins/keyring/keyring.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { createGif, createPng, createPngHeader, addExifLocation } from '../../support/data/image-fixtures.ts'
import { waitForAnswerEnd, setKey, startNewConversation } from '../../support/app-actions.ts'
import { createTempFolder } from '../../support/temp-folder.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page
const folder = createTempFolder('parley-images-')
const data = createTempFolder('parley-images-data-')
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
  folder.removeFolder()
  data.removeFolder()
})
test.beforeEach(async () => {
  await startNewConversation(chat)
  await clearPromptBox()
  await chooseModel(visionModel)
})

const tooManyImagesPrompt = 'Which of these?'
const oldImagePrompt = 'What was that?'

/** What could be had through the window by many prompts, or not at all. */
async function fillHistory(): Promise<void> {
  const history = await openTestHistory(data.path)
  // As when a prompt that could not be sent is put back in front of what was added meanwhile.
  const { conversationId } = savePromptAndAnswer(history, tooManyImagesPrompt, 'None.', { model: visionModel })
  const attachments = [1, 2, 3, 4, 5, 6].map((number) => saveTestImage(history, `${number}.png`))
  unwrap(history.saveDraft(conversationId, { text: 'What are these?', attachments }))
  const first = savePromptAndAnswer(history, oldImagePrompt, 'Blue.', { model: visionModel, attachments: [saveTestImage(history)] })
  let parentId = first.answerId
  for (let index = 0; index < 30; index += 1) {
    parentId = savePromptAndAnswer(history, 'And now?', 'The same.', {
      conversationId: first.conversationId,
      parentId,
      model: textOnlyModel,
    }).answerId
  }
  await history.close()
}

const openConversation = (title: string) => chat.getByRole('button', { name: title, exact: true }).click()

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

async function recordCspViolations(): Promise<void> {
  violations += await chat.evaluate(() => Number(document.documentElement.dataset['violations'] ?? 0))
}

const visionModel = 'Qwen/Qwen2.5-VL-7B-Instruct'
const textOnlyModel = 'Qwen/Qwen2.5-Coder-7B-Instruct'
const promptBox = () => chat.getByRole('textbox', { name: en.chat.promptLabel })
const sendButton = () => chat.getByRole('button', { name: en.chat.send })
const removeButtons = () => chat.getByRole('button', { name: /^Remove (?!these$)/ })
const chip = (name: string) => chat.getByRole('button', { name: en.chat.showAttachment.replace('{{name}}', name) })
const imageDialog = () => chat.getByRole('dialog')
const lacksVisionNotice = () => chat.getByText(/can’t look at pictures\./)
const refusalMessage = (name: string, reason: string) =>
  chat.getByText(en.chat.fileNotAdded.replace('{{name}}', name).replace('{{reason}}', reason))
const chatBodies = () => hub.requests.filter(({ path }) => path.endsWith('/chat/completions')).map(({ body }) => JSON.parse(body))
const lastMessages = () => chatBodies().at(-1).messages
/** The pictures of a message as it was sent. */
const listMessageImages = (message: {
  readonly content: readonly { readonly type: string; readonly image_url?: { readonly url: string } }[]
}) => message.content.flatMap(({ image_url: image }) => (image === undefined ? [] : [Buffer.from(image.url.replace(/^.*,/, ''), 'base64')]))

async function clearPromptBox(): Promise<void> {
  await promptBox().fill('')
  for (const button of (await removeButtons().all()).toReversed()) await button.click()
}

/** Takes a model in the list that is open. */
async function chooseListedModel(name: string): Promise<void> {
  const search = chat.getByRole('combobox', { name: en.models.search })
  await search.fill(name)
  await expect(chat.getByRole('gridcell', { name: name.replace(/^.*\//, '') }).first()).toBeVisible()
  await search.press('Enter')
  await expect(imageDialog()).toHaveCount(0)
}

async function chooseModel(name: string): Promise<void> {
  if (await chat.getByRole('button', { name: `Model: ${name}`, exact: true }).isVisible()) return
  await chat.getByRole('button', { name: /^Model: / }).click()
  await chooseListedModel(name)
}

const addFiles = (...files: readonly InputFile[]) => chooseFiles(chat, folder.path, files)
/** A photo as a browser encodes it: no two points alike, so that it is large. */
async function createPhoto(width: number, height: number): Promise<Buffer> {
  const encoded = await chat.evaluate(
    async ([imageWidth, imageHeight]) => {
      const canvas = new OffscreenCanvas(imageWidth, imageHeight)
      const context = canvas.getContext('2d')
      const pixels = context?.createImageData(imageWidth, imageHeight)
      if (context == null || pixels === undefined) throw new Error('no canvas')
      for (let byteIndex = 0; byteIndex < pixels.data.length; byteIndex += 1)
        pixels.data[byteIndex] = byteIndex % 4 === 3 ? 255 : (byteIndex * 7 + (byteIndex >> 9) * 13) & 0xff
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
  await promptBox().fill(prompt)
  await promptBox().press('Enter')
  await waitForAnswerEnd(chat, messages)
}

/** Brings the thumbnail into sight, and waits until it has its picture. */
async function expectThumbnailShown(name: string): Promise<void> {
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
async function addBlueImage(name = 'blue.png'): Promise<void> {
  await addFiles({ name, bytes: bluePng })
  await expectThumbnailShown(name)
}

const bluePng = createPng(120, 80, () => [20, 60, 200, 255])

test('a photo is shrunk, turned as it asks for, and sent without where it was taken', async () => {
  const exifComment = 'Taken at home by the canary'
  const photoWithLocation = addExifLocation(await createPhoto(1_800, 1_200), exifComment)
  expect(photoWithLocation.includes(exifComment) && photoWithLocation.includes('Exif')).toBe(true)
  await addFiles({ name: 'tide.jpg', bytes: photoWithLocation })
  await expectThumbnailShown('tide.jpg')
  await expect(chat.getByText(/^1,045 × 1,568 picture, [\d.,]+ [kM]B$/)).toBeVisible()
  await send('What is this?')
  const [message] = lastMessages()
  const [imageUrl] = listMessageImages(message)
  expect(message.content.at(-1)).toEqual({ type: 'text', text: 'What is this?' })
  expect(readImageHeader(imageUrl ?? Buffer.alloc(0))).toEqual({ format: 'jpeg', width: 1_045, height: 1_568, isAnimated: false })
  expect(imageUrl?.length).toBeLessThanOrEqual(2 * 1024 * 1024)
  for (const trace of ['Exif', 'canary', 'GPS']) expect(imageUrl?.includes(trace)).toBe(false)
  await expectThumbnailShown('tide.jpg')
})

test('a drawing and what one sees through stay PNG, and nothing is enlarged', async () => {
  await addFiles(
    { name: 'blue.png', bytes: bluePng },
    { name: 'glass.png', bytes: createPng(30, 20, (x, y) => [x * 8, y * 12, 90, x * 8]) },
  )
  await expect(removeButtons()).toHaveCount(2)
  await send('What are these?')
  expect(listMessageImages(lastMessages()[0]).map((imageUrl) => readImageHeader(imageUrl))).toEqual([
    { format: 'png', width: 120, height: 80, isAnimated: false },
    { format: 'png', width: 30, height: 20, isAnimated: false },
  ])
})

test('takes pictures that are dropped and pasted; where text was copied too, the text', async () => {
  expect(await dropOrPasteFile(chat, 'drop', { name: 'dropped.png', bytes: bluePng })).toBe(true)
  await expectThumbnailShown('dropped.png')
  expect(await dropOrPasteFile(chat, 'paste', { name: 'pasted.png', bytes: bluePng })).toBe(true)
  await expectThumbnailShown('pasted.png')
  expect(await dropOrPasteFile(chat, 'paste', { name: 'beside.png', bytes: bluePng }, 'words')).toBe(false)
  await expect(chip('beside.png')).toHaveCount(0)
})

test('says what it does not take, and that of one that moves the first picture goes along', async () => {
  await addFiles(
    { name: 'moving.gif', bytes: createGif(2) },
    { name: 'cut.png', bytes: bluePng.subarray(0, 60) },
    { name: 'bomb.png', bytes: Buffer.concat([createPngHeader(30_000, 30_000), bluePng.subarray(33)]) },
    { name: 'drawn.svg', bytes: '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>' },
  )
  await expect(chat.getByText(en.chat.firstPicture.replace('{{name}}', 'moving.gif'))).toBeVisible()
  await expect(refusalMessage('cut.png', en.failures['file-broken'])).toBeVisible()
  await expect(refusalMessage('bomb.png', en.failures['file-too-large'])).toBeVisible()
  await expect(removeButtons()).toHaveCount(2)
  await expect(chip('drawn.svg').locator('img')).toHaveCount(0)
  await clearPromptBox()
  await addFiles(...[1, 2, 3, 4, 5].map((number) => ({ name: `${number}.png`, bytes: bluePng })))
  await expect(chat.getByText(en.chat.mostPictures.replace('{{count}}', '4'))).toBeVisible()
  await expect(removeButtons()).toHaveCount(4)
})

test('with too many pictures, says which ones and sends nothing until they are removed', async () => {
  await openConversation(tooManyImagesPrompt)
  await expect(removeButtons()).toHaveCount(6)
  const before = chatBodies().length
  await promptBox().press('Enter')
  const limitMessage = chat.getByText(/^You can send up to 4 pictures with one prompt\. Remove/)
  await expect(limitMessage).toHaveText('You can send up to 4 pictures with one prompt. Remove 2 first, for example 5.png, 6.png.')
  await expect(sendButton()).toBeDisabled()
  await app.resize(900, 600)
  await expect(sendButton()).toBeInViewport({ ratio: 0.99 })
  await app.resize(1280, 800)
  await expect(promptBox()).toHaveValue('What are these?')
  await expect(chat.getByRole('article')).toHaveCount(2)
  await chat.getByRole('button', { name: 'Remove 1.png' }).click()
  await expect(limitMessage).toHaveText(/ Remove 1 first, for example 6\.png\.$/)
  await chat.getByRole('button', { name: en.chat.takeOffLast }).click()
  await expect(removeButtons()).toHaveCount(4)
  await expect(promptBox()).toBeFocused()
  await expect(limitMessage).toHaveCount(0)
  expect(chatBodies().length).toBe(before)
  await promptBox().press('Enter')
  await waitForAnswerEnd(chat, 4)
  expect(listMessageImages(lastMessages().at(-1))).toHaveLength(4)
})

test('a model that does not see is asked nothing, and one that sees is one click away', async () => {
  await chooseModel(textOnlyModel)
  await addBlueImage()
  await promptBox().fill('What is this?')
  await expect(lacksVisionNotice()).toBeVisible()
  await expect(sendButton()).toBeDisabled()
  const before = chatBodies().length
  await promptBox().press('Enter')
  await expect(chat.getByRole('article')).toHaveCount(0)
  await chat.getByRole('button', { name: en.chat.chooseSeeing }).click()
  await expect(chat.getByRole('heading', { name: en.models.seeingTitle })).toBeVisible()
  await expect(chat.getByRole('gridcell', { name: /Coder/ })).toHaveCount(0)
  await chooseListedModel(visionModel)
  await expect(lacksVisionNotice()).toHaveCount(0)
  expect(chatBodies().length).toBe(before)
  await send('What is this?')
  expect(listMessageImages(lastMessages()[0])).toHaveLength(1)
})

test('a model that does not see is told the words of earlier prompts, and that is said before', async () => {
  await addBlueImage()
  await send('What is this?')
  await send('Are you sure?', 4)
  expect(listMessageImages(lastMessages()[0])).toHaveLength(1)
  await chooseModel(textOnlyModel)
  await expect(chat.getByText('it reads only the words')).toBeVisible()
  await send('And now?', 6)
  expect(lastMessages()[0]).toEqual({ role: 'user', content: 'What is this?' })
})

test('pictures of a long conversation that are not read yet count as well', async () => {
  await openConversation(oldImagePrompt)
  await expect(chat.getByText('it reads only the words')).toBeVisible()
  await chooseModel(visionModel)
  await expect(chat.getByText('it reads only the words')).toHaveCount(0)
})

test('an answer that a model could not give is had from one that sees', async () => {
  await addBlueImage()
  await send('What is this?')
  await chooseModel(textOnlyModel)
  await chat.getByRole('article').last().getByRole('button', { name: en.chat.moreAnswer }).click()
  await chat.getByRole('menuitem', { name: /^Retry with Qwen2.5-Coder/ }).click()
  await expect(chat.getByText(en.failures['model-cannot-do-this'])).toBeVisible()
  await chat.getByRole('button', { name: en.failure['choose-model'] }).click()
  await expect(chat.getByRole('heading', { name: en.models.seeingTitle })).toBeVisible()
  await chat.keyboard.press('Escape')
})

test('an edited prompt goes with its picture', async () => {
  await addBlueImage()
  await send('What is this?')
  await chat.getByRole('button', { name: en.chat.edit }).click()
  await chat.getByRole('textbox', { name: en.chat.editLabel }).fill('What colour is this?')
  await chat.getByRole('button', { name: en.chat.editSend }).click()
  await waitForAnswerEnd(chat, 2)
  await expect.poll(() => lastMessages()[0].content.at(-1)).toEqual({ type: 'text', text: 'What colour is this?' })
  expect(listMessageImages(lastMessages()[0])).toHaveLength(1)
})

test('a picture in the box is there after a restart and a kill, and a sent one in its prompt', async () => {
  await addBlueImage('sent.png')
  await send('What is this?')
  await addBlueImage('unsent.png')
  await recordCspViolations()
  await app.close()
  await start()
  await expectThumbnailShown('sent.png')
  await expectThumbnailShown('unsent.png')
  await addBlueImage('later.png')
  // What the window shows is saved a moment later; a kill may cost that moment.
  await expect.poll(() => readSavedDrafts()).toContain('later.png')
  await recordCspViolations()
  await app.kill()
  await start()
  for (const name of ['sent.png', 'unsent.png', 'later.png']) await expectThumbnailShown(name)
  await send('And these?', 4)
  expect(
    lastMessages().flatMap((message: Parameters<typeof listMessageImages>[0] & { role: string }) =>
      message.role === 'user' ? listMessageImages(message) : [],
    ),
  ).toHaveLength(3)
})

/** The drafts as they stand in the file. */
function readSavedDrafts(): string {
  const database = new sqlite(join(data.path, 'history.sqlite'), { readonly: true })
  try {
    return database.prepare<[], string>('select attachments from drafts').pluck().all().join()
  } finally {
    database.close()
  }
}

test('is all done by keyboard, and axe finds nothing', async () => {
  const findHighlights = async (): Promise<readonly string[]> =>
    (await new AxeBuilder({ page: chat }).setLegacyMode().analyze()).violations.map(({ id }) => id)
  await addBlueImage()
  await chooseModel(textOnlyModel)
  await expect(lacksVisionNotice()).toBeVisible()
  await chat.keyboard.press('Escape')
  await expect(chat.getByRole('tooltip')).toHaveCount(0)
  expect(await findHighlights()).toEqual([])
  await chip('blue.png').focus()
  await chat.keyboard.press('Enter')
  await expect(imageDialog().getByRole('img', { name: 'blue.png' })).toBeVisible()
  await expect(imageDialog().getByText(en.chat.sentAsPicture)).toBeVisible()
  expect(await findHighlights()).toEqual([])
  await chat.keyboard.press('Escape')
  await expect(chip('blue.png')).toBeFocused()
  await chat.keyboard.press('Tab')
  await chat.keyboard.press('Enter')
  await expect(removeButtons()).toHaveCount(0)
})

test('nothing of all this went against the policy of the page', async () => {
  await recordCspViolations()
  expect(violations).toBe(0)
})
