// Images attached to a prompt: chosen, dropped and pasted, resized in the page, saved, and sent only to models with vision.

import { join } from 'node:path'
import sqlite from 'better-sqlite3'
import { fillPlaceholders } from '../../../shared/fill-placeholders.ts'
import { maxImageBytes, maxImages, readImageHeader } from '../../../shared/images.ts'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import { findAxeViolations } from '../../support/axe.ts'
import { addExifLocation, createGif, createPng, createPngHeader } from '../../support/data/image-fixtures.ts'
import { openTestHistory, savePromptAndAnswer, saveTestImage, unwrap } from '../../support/history/history-fixture.ts'
import { getLastSentChat, listSentChats, type SentMessage } from '../../support/hub-requests.ts'

const tooManyImagesPrompt = 'Which of these?'
const oldImagePrompt = 'What was that?'

/** What the window would need many prompts for, or cannot do at all. */
async function fillFolder(folder: string): Promise<void> {
  const history = await openTestHistory(folder)
  // More images than allowed, as when a prompt that could not be sent is put back before images that were added meanwhile.
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

const visionModel = 'Qwen/Qwen2.5-VL-7B-Instruct'
const textOnlyModel = 'Qwen/Qwen2.5-Coder-7B-Instruct'
const lacksVisionNotice = (chat: ChatPage) => chat.page.getByText(/can’t look at pictures\./)
const refusalMessage = (chat: ChatPage, name: string, reason: string) =>
  chat.page.getByText(fillPlaceholders(en.chat.fileNotAdded, { name, reason }))
/** The images of a message as it was sent. */
function listImages(message: SentMessage | undefined): readonly Buffer[] {
  const parts = message === undefined || typeof message.content === 'string' ? [] : message.content
  return parts.flatMap((part) => (part.type === 'image_url' ? [Buffer.from(part.image_url.url.replace(/^.*,/, ''), 'base64')] : []))
}

/** A photo as a browser encodes it. Its pixels differ, so it is large. */
async function createPhoto(chat: ChatPage, width: number, height: number): Promise<Buffer> {
  const encoded = await chat.page.evaluate(
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

/** Scrolls to the thumbnail, and waits until it shows its image. */
async function expectThumbnailShown(chat: ChatPage, name: string): Promise<void> {
  await chat.promptBox.attachment(name).first().scrollIntoViewIfNeeded()
  await expect(chat.promptBox.attachment(name).first().locator('img')).toHaveJSProperty('complete', true)
  expect(
    await chat.promptBox
      .attachment(name)
      .first()
      .locator('img')
      .evaluate((image: HTMLImageElement) => image.naturalWidth),
  ).toBeGreaterThan(0)
}

/** Adds an image and waits until it is ready to be sent. */
async function addBlueImage(chat: ChatPage, name = 'blue.png'): Promise<void> {
  await chat.promptBox.chooseFiles({ name, bytes: bluePng })
  await expectThumbnailShown(chat, name)
}

const bluePng = createPng(120, 80, () => [20, 60, 200, 255])

/** The attachments of the drafts in the history's file. */
function readSavedDrafts(folder: string): string {
  const database = new sqlite(join(folder, 'history.sqlite'), { readonly: true })
  try {
    return database.prepare<[], string>('select attachments from drafts').pluck().all().join()
  } finally {
    database.close()
  }
}

test.describe('images', () => {
  test.use({ setup: { keychain: 'unlocked', prepare: fillFolder, watchesPolicy: true } })

  test.beforeEach(async ({ chat }) => {
    await chat.startNewConversation()
    await chat.promptBox.clear()
    await chat.modelPicker.ensureChosen(visionModel)
  })

  test('a photo is resized, rotated as its metadata says, and sent without its location', async ({ chat, hub }) => {
    const exifComment = 'Taken at home by the canary'
    const photoWithLocation = addExifLocation(await createPhoto(chat, 1_800, 1_200), exifComment)
    expect(photoWithLocation.includes(exifComment) && photoWithLocation.includes('Exif')).toBe(true)
    await chat.promptBox.chooseFiles({ name: 'tide.jpg', bytes: photoWithLocation })
    await expectThumbnailShown(chat, 'tide.jpg')
    await expect(chat.page.getByText(/^1,045 × 1,568 picture, [\d.,]+ [kM]B$/)).toBeVisible()
    await chat.send('What is this?')
    const [message] = getLastSentChat(hub).messages
    const [image = Buffer.alloc(0)] = listImages(message)
    expect(message?.content.at(-1)).toEqual({ type: 'text', text: 'What is this?' })
    expect(readImageHeader(image)).toEqual({ format: 'jpeg', width: 1_045, height: 1_568, isAnimated: false })
    expect(image.length).toBeLessThanOrEqual(maxImageBytes)
    for (const trace of ['Exif', 'canary', 'GPS']) expect(image.includes(trace)).toBe(false)
    await expectThumbnailShown(chat, 'tide.jpg')
  })

  test('a drawing and a transparent image stay PNG, and nothing is enlarged', async ({ chat, hub }) => {
    await chat.promptBox.chooseFiles(
      { name: 'blue.png', bytes: bluePng },
      { name: 'glass.png', bytes: createPng(30, 20, (x, y) => [x * 8, y * 12, 90, x * 8]) },
    )
    await expect(chat.promptBox.removeButtons).toHaveCount(2)
    await chat.send('What are these?')
    expect(listImages(getLastSentChat(hub).messages[0]).map((image) => readImageHeader(image))).toEqual([
      { format: 'png', width: 120, height: 80, isAnimated: false },
      { format: 'png', width: 30, height: 20, isAnimated: false },
    ])
  })

  test('takes dropped and pasted images, but prefers text that was copied with one', async ({ chat }) => {
    expect(await chat.promptBox.dropFile({ name: 'dropped.png', bytes: bluePng })).toBe(true)
    await expectThumbnailShown(chat, 'dropped.png')
    expect(await chat.promptBox.pasteFile({ name: 'pasted.png', bytes: bluePng })).toBe(true)
    await expectThumbnailShown(chat, 'pasted.png')
    expect(await chat.promptBox.pasteFile({ name: 'beside.png', bytes: bluePng }, 'words')).toBe(false)
    await expect(chat.promptBox.attachment('beside.png')).toHaveCount(0)
  })

  test('says what it refuses, and that only the first frame of an animated image is sent', async ({ chat }) => {
    await chat.promptBox.chooseFiles(
      { name: 'moving.gif', bytes: createGif(2) },
      { name: 'cut.png', bytes: bluePng.subarray(0, 60) },
      { name: 'bomb.png', bytes: Buffer.concat([createPngHeader(30_000, 30_000), bluePng.subarray(33)]) },
      { name: 'drawn.svg', bytes: '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>' },
    )
    await expect(chat.page.getByText(fillPlaceholders(en.chat.animatedImage, { name: 'moving.gif' }))).toBeVisible()
    await expect(refusalMessage(chat, 'cut.png', en.failures['file-broken'])).toBeVisible()
    await expect(refusalMessage(chat, 'bomb.png', en.failures['file-too-large'])).toBeVisible()
    await expect(chat.promptBox.removeButtons).toHaveCount(2)
    await expect(chat.promptBox.attachment('drawn.svg').locator('img')).toHaveCount(0)
    await chat.promptBox.clear()
    await chat.promptBox.chooseFiles(...[1, 2, 3, 4, 5].map((number) => ({ name: `${number}.png`, bytes: bluePng })))
    await expect(chat.page.getByText(fillPlaceholders(en.chat.maxImages, { count: maxImages }))).toBeVisible()
    await expect(chat.promptBox.removeButtons).toHaveCount(4)
  })

  test('too many images: says which to remove, and sends nothing until they are removed', async ({ chat, app, hub }) => {
    await chat.sidebar.open(tooManyImagesPrompt)
    await expect(chat.promptBox.removeButtons).toHaveCount(6)
    const before = listSentChats(hub).length
    await chat.promptBox.field.press('Enter')
    const limitMessage = chat.page.getByText(/^You can send up to 4 pictures with one prompt\. Remove/)
    await expect(limitMessage).toHaveText('You can send up to 4 pictures with one prompt. Remove 2 first, for example 5.png, 6.png.')
    await expect(chat.promptBox.sendButton).toBeDisabled()
    await app.resize(900, 600)
    await expect(chat.promptBox.sendButton).toBeInViewport({ ratio: 0.99 })
    await app.resize(1280, 800)
    await expect(chat.promptBox.field).toHaveValue('What are these?')
    await expect(chat.conversation.messages).toHaveCount(2)
    await chat.promptBox.removeButton('1.png').click()
    await expect(limitMessage).toHaveText(/ Remove 1 first, for example 6\.png\.$/)
    await chat.page.getByRole('button', { name: en.chat.removeExcess }).click()
    await expect(chat.promptBox.removeButtons).toHaveCount(4)
    await expect(chat.promptBox.field).toBeFocused()
    await expect(limitMessage).toHaveCount(0)
    expect(listSentChats(hub).length).toBe(before)
    await chat.promptBox.field.press('Enter')
    await chat.conversation.waitForAnswerEnd(4)
    expect(listImages(getLastSentChat(hub).messages.at(-1))).toHaveLength(4)
  })

  test('sends nothing to a model without vision, and offers one with vision', async ({ chat, hub }) => {
    await chat.modelPicker.ensureChosen(textOnlyModel)
    await addBlueImage(chat)
    await chat.promptBox.field.fill('What is this?')
    await expect(lacksVisionNotice(chat)).toBeVisible()
    await expect(chat.promptBox.sendButton).toBeDisabled()
    const before = listSentChats(hub).length
    await chat.promptBox.field.press('Enter')
    await expect(chat.conversation.messages).toHaveCount(0)
    await chat.page.getByRole('button', { name: en.chat.chooseVisionModel }).click()
    await expect(chat.page.getByRole('heading', { name: en.models.visionTitle })).toBeVisible()
    await expect(chat.page.getByRole('gridcell', { name: /Coder/ })).toHaveCount(0)
    await chat.modelPicker.take(visionModel)
    await expect(lacksVisionNotice(chat)).toHaveCount(0)
    expect(listSentChats(hub).length).toBe(before)
    await chat.send('What is this?')
    expect(listImages(getLastSentChat(hub).messages[0])).toHaveLength(1)
  })

  test('a model without vision gets only the words of earlier prompts, which is said before', async ({ chat, hub }) => {
    await addBlueImage(chat)
    await chat.send('What is this?')
    await chat.send('Are you sure?')
    expect(listImages(getLastSentChat(hub).messages[0])).toHaveLength(1)
    await chat.modelPicker.ensureChosen(textOnlyModel)
    await expect(chat.page.getByText('it reads only the words')).toBeVisible()
    await chat.send('And now?')
    expect(getLastSentChat(hub).messages[0]).toEqual({ role: 'user', content: 'What is this?' })
  })

  test('counts images in messages of a long conversation that are not loaded yet', async ({ chat }) => {
    await chat.sidebar.open(oldImagePrompt)
    await expect(chat.page.getByText('it reads only the words')).toBeVisible()
    await chat.modelPicker.ensureChosen(visionModel)
    await expect(chat.page.getByText('it reads only the words')).toHaveCount(0)
  })

  test('a model without vision cannot answer, and one with vision is offered', async ({ chat }) => {
    await addBlueImage(chat)
    await chat.send('What is this?')
    await chat.modelPicker.ensureChosen(textOnlyModel)
    const retry = fillPlaceholders(en.chat.retryWith, { model: textOnlyModel.replace(/^.*\//, '') })
    await chat.conversation.chooseAction(chat.conversation.lastMessage, retry)
    await expect(chat.page.getByText(en.failures['model-cannot-do-this'])).toBeVisible()
    await chat.page.getByRole('button', { name: en.failure['choose-model'] }).click()
    await expect(chat.page.getByRole('heading', { name: en.models.visionTitle })).toBeVisible()
    await chat.press('Escape')
  })

  test('an edited prompt keeps its image', async ({ chat, hub }) => {
    await addBlueImage(chat)
    await chat.send('What is this?')
    await chat.page.getByRole('button', { name: en.chat.edit }).click()
    await chat.conversation.editor.fill('What colour is this?')
    await chat.page.getByRole('button', { name: en.chat.editSend }).click()
    await chat.conversation.waitForAnswerEnd(2)
    await expect.poll(() => getLastSentChat(hub).messages[0]?.content.at(-1)).toEqual({ type: 'text', text: 'What colour is this?' })
    expect(listImages(getLastSentChat(hub).messages[0])).toHaveLength(1)
  })

  test('images in the box and in sent prompts are there after a restart and a kill', async ({ chat, app, hub, dataFolder }) => {
    await addBlueImage(chat, 'sent.png')
    await chat.send('What is this?')
    await addBlueImage(chat, 'unsent.png')
    await app.restart()
    await expectThumbnailShown(chat, 'sent.png')
    await expectThumbnailShown(chat, 'unsent.png')
    await addBlueImage(chat, 'later.png')
    // A draft is saved a moment after it is shown, and a kill may lose that moment.
    await expect.poll(() => readSavedDrafts(dataFolder)).toContain('later.png')
    await app.kill()
    await app.restart()
    for (const name of ['sent.png', 'unsent.png', 'later.png']) await expectThumbnailShown(chat, name)
    await chat.send('And these?')
    expect(getLastSentChat(hub).messages.flatMap(listImages)).toHaveLength(3)
  })

  test('works by keyboard alone, and axe finds nothing', async ({ chat }) => {
    await addBlueImage(chat)
    await chat.modelPicker.ensureChosen(textOnlyModel)
    await expect(lacksVisionNotice(chat)).toBeVisible()
    await chat.press('Escape')
    await expect(chat.page.getByRole('tooltip')).toHaveCount(0)
    expect(await findAxeViolations(chat.page)).toEqual([])
    await chat.promptBox.attachment('blue.png').focus()
    await chat.press('Enter')
    await expect(chat.dialog().getByRole('img', { name: 'blue.png' })).toBeVisible()
    await expect(chat.dialog().getByText(en.chat.sentAsImage)).toBeVisible()
    expect(await findAxeViolations(chat.page)).toEqual([])
    await chat.press('Escape')
    await expect(chat.promptBox.attachment('blue.png')).toBeFocused()
    await chat.press('Tab')
    await chat.press('Enter')
    await expect(chat.promptBox.removeButtons).toHaveCount(0)
  })
})
