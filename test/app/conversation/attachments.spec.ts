// Files that go along with a prompt: chosen, dropped and pasted, looked at, sent as text, or refused with a sentence.

import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { chooseFiles, dropOrPasteFile, type InputFile } from '../../support/file-input.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { createEncryptedPdf, createPdf, createWordDocument, createWorkbook, createTextCell } from '../../support/data/file-fixtures.ts'
import { fakeKey } from '../../support/data/key-fixtures.ts'
import type { LaunchedApp } from '../../support/launch.ts'
import { waitForAnswerEnd, startNewConversation, launchWithKey } from '../../support/app-actions.ts'
import { createTempFolder } from '../../support/temp-folder.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page
const folder = createTempFolder('parley-files-')

test.beforeAll(async () => {
  // The stand-in's browser is another user's.
  chmodSync(folder.path, 0o755)
  hub = await startHub({ speed: 0 })
  app = await launchWithKey(hub)
  chat = await app.chatWindow()
  // Playwright catches the system's box only while somebody listens, and needs a moment to begin.
  chat.on('filechooser', () => undefined)
  await expect(chat.getByRole('button', { name: en.chat.chooseModel })).toHaveCount(0)
})
test.afterAll(async () => {
  await app.close()
  await hub.close()
  folder.removeFolder()
})
test.beforeEach(async () => {
  await startNewConversation(chat)
  await promptBox().fill('')
  for (const button of (await removeButtons().all()).toReversed()) await button.click()
})

const promptBox = () => chat.getByRole('textbox', { name: en.chat.promptLabel })
const removeButtons = () => chat.getByRole('button', { name: /^Remove / })
const chip = (name: string) => chat.getByRole('button', { name: en.chat.showAttachment.replace('{{name}}', name) })
const attachmentDialog = () => chat.getByRole('dialog')
const refusalMessage = (name: string, reason: string) =>
  chat.getByText(en.chat.fileNotAdded.replace('{{name}}', name).replace('{{reason}}', reason))
const chatBodies = () => hub.requests.filter(({ path }) => path.endsWith('/chat/completions')).map(({ body }) => JSON.parse(body))
const lastSentContent = () => chatBodies().at(-1).messages.at(-1).content

const chooseFixtureFiles = (...files: readonly InputFile[]) => chooseFiles(chat, folder.path, files)
test('sends the text of the files that were chosen, and says of each how long it is', async () => {
  await chooseFixtureFiles({ name: 'notes.md', bytes: '# Notes\nThe tide turns at six.' }, { name: 'sum.py', bytes: 'print(1 + 1)' })
  await expect(chip('notes.md')).toBeVisible()
  await expect(chip('sum.py')).toBeVisible()
  await expect(chat.getByText('about 6 words')).toBeVisible()
  await promptBox().fill('What is in these?')
  await promptBox().press('Enter')
  await waitForAnswerEnd(chat, 2)
  expect(lastSentContent()).toBe('What is in these?\n\n# Notes\nThe tide turns at six.\n\nprint(1 + 1)')
})

test('sends the text of a PDF, a Word document and a workbook, and says what it cannot make of others', async () => {
  await chooseFixtureFiles(
    { name: 'report.pdf', bytes: createPdf(['The tide turns.', 'It turns at six.']) },
    { name: 'letter.docx', bytes: createWordDocument(['Dear Ada,']) },
    { name: 'people.xlsx', bytes: createWorkbook({ People: [[createTextCell('Name'), createTextCell('Town')]] }) },
    { name: 'locked.pdf', bytes: createEncryptedPdf() },
    { name: 'broken.docx', bytes: createWordDocument(['Dear Ada,']).subarray(0, 300) },
  )
  await expect(refusalMessage('locked.pdf', en.failures['file-locked'])).toBeVisible()
  await expect(refusalMessage('broken.docx', en.failures['file-broken'])).toBeVisible()
  await expect(removeButtons()).toHaveCount(3)
  await expect(chat.getByText('2 pages, about 7 words')).toBeVisible()
  await promptBox().fill('What is in these?')
  await promptBox().press('Enter')
  await waitForAnswerEnd(chat, 2)
  expect(lastSentContent()).toBe('What is in these?\n\nThe tide turns.\fIt turns at six.\f\n\nDear Ada,\n\nName,Town')
})

test('what a PDF says is looked through for secrets like everything else', async () => {
  await chooseFixtureFiles({ name: 'notes.pdf', bytes: createPdf([`The key is ${fakeKey}`]) })
  await expect(chip('notes.pdf')).toBeVisible()
  const before = chatBodies().length
  await promptBox().fill('What is this?')
  await promptBox().press('Enter')
  await expect(chat.getByRole('region', { name: en.secret.title })).toBeVisible()
  expect(chatBodies().length).toBe(before)
})

test('takes files that are dropped and files that are pasted, and the page stays where it is', async () => {
  const address = chat.url()
  expect(await dropOrPasteFile(chat, 'drop', { name: 'dropped.txt', bytes: 'It was dropped.' })).toBe(true)
  await expect(chip('dropped.txt')).toBeVisible()
  expect(await dropOrPasteFile(chat, 'paste', { name: 'pasted.txt', bytes: 'It was pasted.' })).toBe(true)
  await expect(chip('pasted.txt')).toBeVisible()
  expect(chat.url()).toBe(address)
})

test('says what it cannot read, and adds the others', async () => {
  await chooseFixtureFiles(
    { name: 'picture.bin', bytes: Uint8Array.from([137, 80, 78, 71, 0, 0, 0, 13]) },
    { name: 'old.txt', bytes: Uint8Array.from([99, 97, 102, 0xe9]) },
    { name: 'huge.txt', bytes: Buffer.alloc(11 * 1024 * 1024, 'a') },
    { name: 'fine.txt', bytes: 'This one is fine.' },
  )
  await expect(chip('fine.txt')).toBeVisible()
  await expect(removeButtons()).toHaveCount(1)
  await expect(refusalMessage('picture.bin', en.failures['file-kind-unknown'])).toBeVisible()
  await expect(refusalMessage('old.txt', en.failures['file-old-text'])).toBeVisible()
  await expect(refusalMessage('huge.txt', en.failures['file-too-large'])).toBeVisible()
})

test('says the whole of why a file was not added', async () => {
  await chooseFixtureFiles({ name: 'picture.bin', bytes: Uint8Array.from([137, 80, 78, 71, 0, 0, 0, 13]) })
  const message = refusalMessage('picture.bin', en.failures['file-kind-unknown']).last()
  await expect(message).toBeVisible()
  expect(await message.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
})

test('shows what is sent of a text, and puts a pasted one back into the box', async () => {
  const text = 'A line of a letter. '.repeat(300)
  await promptBox().evaluate((element, pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
  await expect(promptBox()).toHaveValue('')
  await chip(en.chat.attachmentName).click()
  await expect(attachmentDialog().getByText('A line of a letter.')).toBeVisible()
  await attachmentDialog().getByRole('button', { name: en.chat.putIntoBox }).click()
  await expect(promptBox()).toHaveValue(text)
  await expect(removeButtons()).toHaveCount(0)
})

test('stays quick in the box with two million characters beside it', async () => {
  const longestTask = await promptBox().evaluate(async (element) => {
    const tasks: number[] = []
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      entryTypes: ['longtask'],
    })
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', 'A word and another. '.repeat(100_000))
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    return Math.max(0, ...tasks)
  })
  await expect(removeButtons()).toHaveCount(1)
  test.info().annotations.push({ type: 'longest task in ms', description: String(longestTask) })
  await promptBox().pressSequentially('still quick')
  await expect(promptBox()).toHaveValue('still quick')
  // What was pasted is not laid out, which would take seconds.
  expect(longestTask).toBeLessThan(1_000)
})

test('shows a table as one, with its first rows', async () => {
  const rows = Array.from({ length: 100 }, (_, number) => `${number},"Town, ${number}"`).join('\n')
  await chooseFixtureFiles({ name: 'towns.csv', bytes: `Number,Town\n${rows}` })
  await chip('towns.csv').click()
  await expect(attachmentDialog().getByRole('columnheader', { name: 'Town' })).toBeVisible()
  await expect(attachmentDialog().getByRole('cell', { name: 'Town, 49' })).toBeVisible()
  await expect(attachmentDialog().getByRole('row')).toHaveCount(51)
  const { violations } = await new AxeBuilder({ page: chat }).setLegacyMode().analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  await chat.keyboard.press('Escape')
})

test('says before it is sent that a text is too long for the model, and offers another one', async () => {
  const warning = chat.getByText('This may be too long for')
  await chooseFixtureFiles({ name: 'note.txt', bytes: 'A word and another.' })
  await expect(chip('note.txt')).toBeVisible()
  await expect(warning).toHaveCount(0)
  await chooseFixtureFiles({ name: 'novels.txt', bytes: 'A word and another. '.repeat(250_000) })
  await expect(warning).toBeVisible()
  await expect(warning).toHaveText(/It reads about [\d,]+,000 words; with the conversation so far you have about [\d,]+,000\./)
  await chat.getByRole('button', { name: en.failure['choose-model'] }).click()
  await expect(chat.getByRole('dialog')).toBeVisible()
  await chat.keyboard.press('Escape')
  await chat.getByRole('button', { name: en.chat.removeAttachment.replace('{{name}}', 'novels.txt') }).click()
  await expect(warning).toHaveCount(0)
})

test('is all done by keyboard', async () => {
  await promptBox().focus()
  await chat.getByRole('button', { name: en.chat.add, exact: true }).focus()
  await chat.keyboard.press('Enter')
  await expect(chat.getByRole('menuitem', { name: en.chat.addFiles })).toBeFocused()
  writeFileSync(join(folder.path, 'keys.txt'), 'By keys alone.')
  const chooser = chat.waitForEvent('filechooser')
  await chat.keyboard.press('Enter')
  await (await chooser).setFiles(join(folder.path, 'keys.txt'))
  await chip('keys.txt').focus()
  await chat.keyboard.press('Enter')
  await expect(attachmentDialog()).toBeVisible()
  await chat.keyboard.press('Escape')
  await expect(chip('keys.txt')).toBeFocused()
  await chat.keyboard.press('Tab')
  await chat.keyboard.press('Enter')
  await expect(removeButtons()).toHaveCount(0)
})

test('axe finds nothing in the chips, the menu and what is shown of a text', async () => {
  await chooseFixtureFiles({ name: 'notes.md', bytes: '# Notes\nThe tide turns at six.' })
  const findHighlights = async (): Promise<readonly string[]> =>
    (await new AxeBuilder({ page: chat }).setLegacyMode().analyze()).violations.map(({ id }) => id)
  await expect(chip('notes.md')).toBeVisible()
  // The name of the button that has the focus stands in none of the page's regions while it is shown.
  await chat.keyboard.press('Escape')
  await expect(chat.getByRole('tooltip')).toHaveCount(0)
  expect(await findHighlights()).toEqual([])
  await chip('notes.md').click()
  await expect(attachmentDialog()).toBeVisible()
  expect(await findHighlights()).toEqual([])
  await chat.keyboard.press('Escape')
})
