// Files attached to a prompt: chosen, dropped and pasted, previewed, sent as text, or refused with a sentence.

import { fillPlaceholders } from '../../../shared/fill-placeholders.ts'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import { findAxeViolations } from '../../support/axe.ts'
import { createEncryptedPdf, createPdf, createTextCell, createWordDocument, createWorkbook } from '../../support/data/file-fixtures.ts'
import { fakeKey } from '../../support/data/key-fixtures.ts'
import { writeInputFiles } from '../../support/file-input.ts'
import { getLastSentTexts, listSentChats } from '../../support/hub-requests.ts'

const refusalMessage = (chat: ChatPage, name: string, reason: string) =>
  chat.page.getByText(fillPlaceholders(en.chat.fileNotAdded, { name, reason }))

test.describe('attachments', () => {
  test.beforeEach(async ({ chat }) => {
    await chat.startNewConversation()
    await chat.promptBox.clear()
  })
  test('sends the text of chosen files, and shows the length of each', async ({ chat, hub }) => {
    await chat.promptBox.chooseFiles(
      { name: 'notes.md', bytes: '# Notes\nThe tide turns at six.' },
      { name: 'sum.py', bytes: 'print(1 + 1)' },
    )
    await expect(chat.promptBox.attachment('notes.md')).toBeVisible()
    await expect(chat.promptBox.attachment('sum.py')).toBeVisible()
    await expect(chat.page.getByText('about 6 words')).toBeVisible()
    await chat.send('What is in these?')
    expect(getLastSentTexts(hub).at(-1)).toBe('What is in these?\n\n# Notes\nThe tide turns at six.\n\nprint(1 + 1)')
  })

  test('sends the text of PDF, Word and Excel files, and says what it cannot read', async ({ chat, hub }) => {
    await chat.promptBox.chooseFiles(
      { name: 'report.pdf', bytes: createPdf(['The tide turns.', 'It turns at six.']) },
      { name: 'letter.docx', bytes: createWordDocument(['Dear Ada,']) },
      { name: 'people.xlsx', bytes: createWorkbook({ People: [[createTextCell('Name'), createTextCell('Town')]] }) },
      { name: 'locked.pdf', bytes: createEncryptedPdf() },
      { name: 'broken.docx', bytes: createWordDocument(['Dear Ada,']).subarray(0, 300) },
    )
    await expect(refusalMessage(chat, 'locked.pdf', en.failures['file-locked'])).toBeVisible()
    await expect(refusalMessage(chat, 'broken.docx', en.failures['file-broken'])).toBeVisible()
    await expect(chat.promptBox.removeButtons).toHaveCount(3)
    await expect(chat.page.getByText('2 pages, about 7 words')).toBeVisible()
    await chat.send('What is in these?')
    expect(getLastSentTexts(hub).at(-1)).toBe('What is in these?\n\nThe tide turns.\fIt turns at six.\f\n\nDear Ada,\n\nName,Town')
  })

  test('looks for secrets in the text of a PDF', async ({ chat, hub }) => {
    await chat.promptBox.chooseFiles({ name: 'notes.pdf', bytes: createPdf([`The key is ${fakeKey}`]) })
    await expect(chat.promptBox.attachment('notes.pdf')).toBeVisible()
    const before = listSentChats(hub).length
    await chat.promptBox.field.fill('What is this?')
    await chat.promptBox.field.press('Enter')
    await expect(chat.secretReview.card).toBeVisible()
    expect(listSentChats(hub).length).toBe(before)
  })

  test('takes dropped and pasted files without leaving the page', async ({ chat }) => {
    const address = chat.page.url()
    expect(await chat.promptBox.dropFile({ name: 'dropped.txt', bytes: 'It was dropped.' })).toBe(true)
    await expect(chat.promptBox.attachment('dropped.txt')).toBeVisible()
    expect(await chat.promptBox.pasteFile({ name: 'pasted.txt', bytes: 'It was pasted.' })).toBe(true)
    await expect(chat.promptBox.attachment('pasted.txt')).toBeVisible()
    expect(chat.page.url()).toBe(address)
  })

  test('says which files it cannot read, and adds the others', async ({ chat }) => {
    await chat.promptBox.chooseFiles(
      { name: 'picture.bin', bytes: Uint8Array.from([137, 80, 78, 71, 0, 0, 0, 13]) },
      { name: 'old.txt', bytes: Uint8Array.from([99, 97, 102, 0xe9]) },
      { name: 'huge.txt', bytes: Buffer.alloc(11 * 1024 * 1024, 'a') },
      { name: 'fine.txt', bytes: 'This one is fine.' },
    )
    await expect(chat.promptBox.attachment('fine.txt')).toBeVisible()
    await expect(chat.promptBox.removeButtons).toHaveCount(1)
    await expect(refusalMessage(chat, 'picture.bin', en.failures['file-kind-unknown'])).toBeVisible()
    await expect(refusalMessage(chat, 'old.txt', en.failures['file-old-text'])).toBeVisible()
    await expect(refusalMessage(chat, 'huge.txt', en.failures['file-too-large'])).toBeVisible()
  })

  test('shows the whole reason why a file was not added', async ({ chat }) => {
    await chat.promptBox.chooseFiles({ name: 'picture.bin', bytes: Uint8Array.from([137, 80, 78, 71, 0, 0, 0, 13]) })
    const message = refusalMessage(chat, 'picture.bin', en.failures['file-kind-unknown']).last()
    await expect(message).toBeVisible()
    expect(await message.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
  })

  test('shows what is sent of a text, and puts a pasted one back into the box', async ({ chat }) => {
    const text = 'A line of a letter. '.repeat(300)
    await chat.promptBox.paste(text)
    await expect(chat.promptBox.field).toHaveValue('')
    await chat.promptBox.attachment(en.chat.attachmentName).click()
    await expect(chat.dialog().getByText('A line of a letter.')).toBeVisible()
    await chat.dialog().getByRole('button', { name: en.chat.insertIntoPrompt }).click()
    await expect(chat.promptBox.field).toHaveValue(text)
    await expect(chat.promptBox.removeButtons).toHaveCount(0)
  })

  test('does not lay out two million pasted characters', async ({ chat }) => {
    await chat.promptBox.paste('A word and another. '.repeat(100_000))
    await expect(chat.promptBox.removeButtons).toHaveCount(1)
    await chat.promptBox.field.pressSequentially('still works')
    await expect(chat.promptBox.field).toHaveValue('still works')
    // Laying the text out would take seconds, so it is nowhere on the page.
    expect(await chat.page.evaluate(() => document.documentElement.textContent.length)).toBeLessThan(100_000)
  })

  test('previews the first rows of a table', async ({ chat }) => {
    const rows = Array.from({ length: 100 }, (_, number) => `${number},"Town, ${number}"`).join('\n')
    await chat.promptBox.chooseFiles({ name: 'towns.csv', bytes: `Number,Town\n${rows}` })
    await chat.promptBox.attachment('towns.csv').click()
    await expect(chat.dialog().getByRole('columnheader', { name: 'Town' })).toBeVisible()
    await expect(chat.dialog().getByRole('cell', { name: 'Town, 49' })).toBeVisible()
    await expect(chat.dialog().getByRole('row')).toHaveCount(51)
    expect(await findAxeViolations(chat.page)).toEqual([])
    await chat.press('Escape')
  })

  test('warns before sending that a text is too long for the model, and offers another', async ({ chat }) => {
    const warning = chat.page.getByText('This may be too long for')
    await chat.promptBox.chooseFiles({ name: 'note.txt', bytes: 'A word and another.' })
    await expect(chat.promptBox.attachment('note.txt')).toBeVisible()
    await expect(warning).toHaveCount(0)
    await chat.promptBox.chooseFiles({ name: 'novels.txt', bytes: 'A word and another. '.repeat(250_000) })
    await expect(warning).toBeVisible()
    await expect(warning).toHaveText(/It reads about [\d,]+,000 words; with the conversation so far you have about [\d,]+,000\./)
    await chat.page.getByRole('button', { name: en.failure['choose-model'] }).click()
    await expect(chat.dialog()).toBeVisible()
    await chat.press('Escape')
    await chat.promptBox.removeButton('novels.txt').click()
    await expect(warning).toHaveCount(0)
  })

  test('works by keyboard alone', async ({ chat }) => {
    await chat.promptBox.field.focus()
    await chat.button(en.chat.add).focus()
    await chat.press('Enter')
    await expect(chat.menuItem(en.chat.addFiles)).toBeFocused()
    const chooser = chat.page.waitForEvent('filechooser')
    await chat.press('Enter')
    await (await chooser).setFiles([...writeInputFiles([{ name: 'keys.txt', bytes: 'By keys alone.' }])])
    await chat.promptBox.attachment('keys.txt').focus()
    await chat.press('Enter')
    await expect(chat.dialog()).toBeVisible()
    await chat.press('Escape')
    await expect(chat.promptBox.attachment('keys.txt')).toBeFocused()
    await chat.press('Tab')
    await chat.press('Enter')
    await expect(chat.promptBox.removeButtons).toHaveCount(0)
  })

  test('axe finds nothing in the chips, the menu and the preview', async ({ chat }) => {
    await chat.promptBox.chooseFiles({ name: 'notes.md', bytes: '# Notes\nThe tide turns at six.' })
    await expect(chat.promptBox.attachment('notes.md')).toBeVisible()
    // The tooltip of the focused button is in none of the page's landmarks.
    await chat.press('Escape')
    await expect(chat.page.getByRole('tooltip')).toHaveCount(0)
    expect(await findAxeViolations(chat.page)).toEqual([])
    await chat.promptBox.attachment('notes.md').click()
    await expect(chat.dialog()).toBeVisible()
    expect(await findAxeViolations(chat.page)).toEqual([])
    await chat.press('Escape')
  })
})
