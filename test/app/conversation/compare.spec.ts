// One prompt to several models side by side: choosing them by keyboard, the price before sending, what each answer offers, continuing with
// one, and what is restored after a restart and a kill.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fillPlaceholders } from '../../../shared/fill-placeholders.ts'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import { expectNoAxeViolations } from '../../support/axe.ts'
import { getLastSentChat, getLastSentTexts, listSentChats } from '../../support/hub-requests.ts'
import { findClippedText, lengthenWords, smallWindowSizes } from '../../support/page/longer-text.ts'

const llama = 'meta-llama/Llama-3.3-70B-Instruct'
const oss = 'openai/gpt-oss-20b'
const qwen = 'Qwen/Qwen2.5-7B-Instruct'
const freeModel = 'allenai/Olmo-3-7B-Instruct'
/** Its provider publishes no price. */
const unpricedModel = 'HuggingFaceTB/SmolLM3-3B'

/** The window as it opens, and a small one. */
const windowSizes = [
  [1280, 800],
  [900, 600],
] as const
const priceEstimate = (chat: ChatPage) => chat.page.getByText(/^Estimate: /)

test.describe('comparison', () => {
  test.beforeEach(({ chat }) => chat.startNewConversation())

  test('chooses and removes models by keyboard, and shows the price before sending', async ({ chat, hub }) => {
    await chat.modelPicker.ensureChosen(llama)
    const sentBefore = listSentChats(hub).length
    await chat.comparison.choose([llama, oss, freeModel])
    await expect(chat.promptBox.field).toBeFocused()
    await chat.promptBox.field.fill('Why is the sky blue?')
    await expect(priceEstimate(chat)).toHaveText(/^Estimate: \$0\.0\d+ to \$0\.0\d+ in total, for answers of about 400 words each\./)
    await expect(chat.promptBox.field).toHaveAccessibleDescription(/^Estimate: /)
    const before = await priceEstimate(chat).textContent()
    await chat.promptBox.field.fill('A much longer prompt costs more. '.repeat(100))
    await expect(priceEstimate(chat)).not.toHaveText(before ?? '')
    await chat.comparison.chosenModels
      .getByRole('button', { name: fillPlaceholders(en.compare.remove, { model: freeModel }) })
      .press('Enter')
    await expect(chat.comparison.chosenModels.getByRole('listitem')).toHaveCount(2)
    await chat.page.getByRole('button', { name: en.compare.end }).press('Enter')
    await expect(chat.comparison.chosenModels).toHaveCount(0)
    await expect(chat.promptBox.chosenModel(llama)).toBeVisible()
    expect(listSentChats(hub)).toHaveLength(sentBefore)
    await chat.promptBox.field.fill('')
  })

  test('says that free models cost nothing, and that some models publish no price', async ({ chat }) => {
    await chat.modelPicker.ensureChosen(freeModel)
    await chat.comparison.choose([freeModel, 'allenai/Olmo-3.1-32B-Instruct'])
    await expect(chat.page.getByText(en.compare.free)).toBeVisible()
    await chat.page.getByRole('button', { name: en.compare.end }).click()
    await chat.comparison.choose([freeModel, unpricedModel])
    await expect(priceEstimate(chat)).toContainText('Prices are known for only 1 of 2 models')
    await chat.page.getByRole('button', { name: en.compare.end }).click()
  })

  test('all models answer at once, Stop stops them all, and axe finds nothing', async ({ chat, app }) => {
    await chat.modelPicker.ensureChosen(llama)
    await chat.comparison.choose([llama, oss, qwen])
    await chat.submit('/speed 20\n/length 4000\nTell me.')
    for (const model of [llama, oss, qwen]) await expect(chat.comparison.column(model).getByText('This is sentence').first()).toBeVisible()
    await expect(chat.comparison.columns.locator('[aria-busy="true"]')).toHaveCount(3)
    await expect(chat.sidebar.list.getByText(en.history.badges.writing)).toBeAttached()
    await expectNoAxeViolations(app, chat.page)
    await chat.press('Escape')
    await chat.comparison.waitForAnswersEnd(3)
    await expect(chat.comparison.columns.getByText(en.chat.stopped)).toHaveCount(3)
    await expect(chat.sidebar.list.getByText(en.history.badges.writing)).toHaveCount(0)
    await expectNoAxeViolations(app, chat.page)
  })

  test('long answers start in view, however far they have grown', async ({ chat }) => {
    await chat.modelPicker.ensureChosen(llama)
    await chat.send('Hello.')
    await chat.comparison.choose([llama, qwen])
    await chat.submit('/speed 400\n/length 4500\nTell me.')
    await chat.comparison.waitForAnswersEnd(2)
    for (const model of [llama, qwen])
      await expect(chat.comparison.column(model).getByText('This is sentence 1 of').first()).toBeInViewport()
  })

  test('the heading of a column stays in view, wherever the columns are scrolled to', async ({ chat, app }) => {
    await chat.modelPicker.ensureChosen(llama)
    await chat.comparison.choose([llama, oss, qwen, freeModel])
    await chat.submit('/length 6000\nTell me.')
    await chat.comparison.waitForAnswersEnd(4)
    const columnHeadings = chat.comparison.columns.getByRole('heading', { level: 2 })
    for (const [width, height] of windowSizes) {
      await app.resize(width, height)
      for (const [position, inline] of [
        [0, 'start'],
        [3, 'end'],
      ] as const) {
        const one = chat.comparison.columns.nth(position)
        await one.evaluate((element, side) => element.scrollIntoView({ inline: side, block: 'start' }), inline)
        await chat.conversation.region.evaluate((region) => region.scrollBy(0, 700))
        await expect(one.getByText('This is sentence 1 of').first()).not.toBeInViewport()
        await expect(columnHeadings.nth(position)).toBeInViewport({ ratio: 0.99 })
      }
    }
    // With the keyboard too.
    await chat.conversation.region.focus()
    await chat.press('Alt+ArrowDown')
    await expect(columnHeadings.first()).toBeInViewport({ ratio: 0.99 })
    for (const _ of [1, 2, 3]) await chat.press('Alt+ArrowRight')
    await expect(columnHeadings.last()).toBeInViewport({ ratio: 0.99 })
    await app.resize(1280, 800)
  })

  test('a failed answer leaves the others, is replaced or retried in its column', async ({ chat, hub }) => {
    await chat.modelPicker.ensureChosen(llama)
    await chat.comparison.choose([llama, oss, qwen])
    await hub.setFault('model-not-served', { times: 1 })
    await chat.submit('Why?')
    await chat.comparison.waitForAnswersEnd(3)
    const failure = en.failures['model-not-served']
    const failed = chat.comparison.columns.filter({ hasText: failure })
    await expect(failed).toHaveCount(1)
    await expect(chat.comparison.pickButton(chat.comparison.columns)).toHaveCount(2)
    await failed.getByRole('button', { name: /^Add / }).first().click()
    await chat.comparison.waitForAnswersEnd(4)
    await expect(chat.comparison.pickButton(chat.comparison.columns.nth(3))).toBeVisible()
    // No room for a fifth.
    await expect(failed.getByRole('button', { name: /^Add / })).toHaveCount(0)
    await failed.getByRole('button', { name: en.chat.retry }).click()
    await expect(failed).toHaveCount(0)
    await chat.comparison.waitForAnswersEnd(4)
    await expect(chat.comparison.pickButton(chat.comparison.columns)).toHaveCount(4)
  })

  test('each answer shows its time to first words, its words and its price', async ({ chat }) => {
    await chat.modelPicker.ensureChosen(llama)
    await chat.comparison.choose([llama, freeModel])
    await chat.submit('/speed 400\n/length 2000\nTell me.')
    await chat.comparison.waitForAnswersEnd(2)
    for (const model of [llama, freeModel]) {
      await expect(chat.comparison.column(model).getByText(/^first words after [\d.]+ s$/)).toBeVisible()
      await expect(chat.comparison.column(model).getByText(/^about [\d,]+ words a second$/)).toBeVisible()
      await expect(chat.comparison.column(model).getByText(/about \d+ words? read · \d+ written/)).toBeVisible()
    }
    await expect(chat.comparison.column(llama).getByText(/^\$0\.000\d+$/)).toBeVisible()
    await expect(chat.comparison.column(freeModel).getByText(en.models.free, { exact: true })).toBeVisible()
  })

  test('the next prompt waits for a choice, then goes to that model with its answer', async ({ chat, hub }) => {
    await chat.modelPicker.ensureChosen(llama)
    await chat.comparison.choose([llama, qwen])
    await chat.submit('First prompt.')
    await chat.comparison.waitForAnswersEnd(2)
    await chat.promptBox.field.fill('Second prompt.')
    await chat.promptBox.field.press('Enter')
    await expect(chat.page.getByText(en.compare.pickFirst)).toBeVisible()
    await expect(chat.promptBox.field).toHaveValue('Second prompt.')
    await chat.comparison.pickButton(chat.comparison.column(qwen)).press('Enter')
    await expect(chat.comparison.columns).toHaveCount(0)
    await expect(chat.promptBox.field).toBeFocused()
    await expect(chat.promptBox.chosenModel(qwen)).toBeVisible()
    const sentBefore = listSentChats(hub).length
    await chat.promptBox.field.press('Enter')
    await expect.poll(() => listSentChats(hub).length).toBe(sentBefore + 1)
    expect(getLastSentChat(hub).model).toBe(qwen)
    expect(getLastSentTexts(hub)).toEqual(['First prompt.', expect.stringContaining(qwen), 'Second prompt.'])
  })

  test('a chosen answer has the others as versions, and the comparison can be shown again', async ({ chat }) => {
    await chat.modelPicker.ensureChosen(llama)
    await chat.comparison.choose([llama, qwen])
    await chat.submit('Beside each other.')
    await chat.comparison.waitForAnswersEnd(2)
    await chat.comparison.pickButton(chat.comparison.column(llama)).click()
    await expect(chat.conversation.answerVersion(1, 2)).toBeAttached()
    await chat.conversation.chooseAction(chat.conversation.lastMessage, en.compare.showSideBySide)
    await chat.comparison.waitForAnswersEnd(2)
  })

  test('an edited prompt goes to the same models, and the arrows lead back', async ({ chat, hub }) => {
    await chat.modelPicker.ensureChosen(llama)
    await chat.comparison.choose([llama, qwen, freeModel])
    await chat.submit('Which is deeper?')
    await chat.comparison.waitForAnswersEnd(3)
    const sentBefore = listSentChats(hub).length
    await chat.page.getByRole('button', { name: en.chat.edit }).click()
    const editor = chat.conversation.editor
    await expect(editor).toHaveAccessibleDescription(/Llama-3\.3-70B-Instruct, Qwen2\.5-7B-Instruct, Olmo-3-7B-Instruct/)
    await expect(editor).toHaveAccessibleDescription(/Estimate: .*\$0\.0\d+ in total, for answers of about 400 words each\./)
    await editor.fill('Which is higher?')
    await editor.press('ControlOrMeta+Enter')
    await chat.comparison.waitForAnswersEnd(3)
    await expect(chat.conversation.promptVersion(2, 2)).toBeAttached()
    for (const model of [llama, qwen, freeModel]) await expect(chat.comparison.column(model).getByText('Which is higher?')).toBeVisible()
    const sent = listSentChats(hub).slice(sentBefore)
    expect(sent.map(({ messages }) => messages.length)).toEqual([1, 1, 1])
    await chat.page.getByRole('button', { name: en.chat.previousPrompt }).click()
    await expect(chat.conversation.promptVersion(1, 2)).toBeAttached()
    await chat.comparison.waitForAnswersEnd(3)
    for (const model of [llama, qwen, freeModel]) await expect(chat.comparison.column(model).getByText('Which is deeper?')).toBeVisible()
    await chat.page.getByRole('button', { name: en.chat.nextPrompt }).click()
    await expect(chat.comparison.column(freeModel).getByText('Which is higher?')).toBeVisible()
    await chat.comparison.waitForAnswersEnd(3)
    await chat.comparison.pickButton(chat.comparison.column(qwen)).click()
    await chat.page.getByRole('button', { name: en.chat.edit }).click()
    await expect(editor).toHaveAccessibleDescription(fillPlaceholders(en.compare.answeredByOne, { models: 'Qwen2.5-7B-Instruct' }))
    await editor.press('Escape')
  })

  test('deleting a failed answer keeps the other running, and Undo puts it back beside it', async ({ chat, hub }) => {
    await chat.modelPicker.ensureChosen(llama)
    await chat.comparison.choose([llama, unpricedModel])
    await hub.setFault('model-not-served', { times: 1 })
    await chat.submit('/speed 60\n/length 1500\nGoes on.')
    const failed = chat.comparison.columns.filter({ hasText: en.failures['model-not-served'] })
    await expect(failed).toHaveCount(1)
    await chat.conversation.chooseAction(failed, en.chat.remove)
    // The other answer continues alone.
    await expect(chat.comparison.columns).toHaveCount(0)
    await expect(chat.conversation.stopButton).toBeVisible()
    await chat.sidebar.undoButton.click()
    await expect(chat.comparison.columns).toHaveCount(2)
    await expect(chat.comparison.columns.locator('[aria-busy="true"]')).toHaveCount(1)
    await failed.getByRole('button', { name: en.chat.retry }).click()
    await expect(failed).toHaveCount(0)
    await chat.press('Escape')
    await chat.comparison.waitForAnswersEnd(2)
  })

  test('another model can replace a deleted answer, and Undo is no longer offered then', async ({ chat, hub }) => {
    await chat.modelPicker.ensureChosen(llama)
    await chat.comparison.choose([llama, qwen, unpricedModel, freeModel])
    await hub.setFault('model-not-served', { times: 1 })
    await chat.submit('Why?')
    await chat.comparison.waitForAnswersEnd(4)
    const failed = chat.comparison.columns.filter({ hasText: en.failures['model-not-served'] })
    await expect(failed).toHaveCount(1)
    const undo = chat.sidebar.undoButton
    const others = chat.comparison.columns.filter({ hasNotText: en.failures['model-not-served'] })
    for (const remaining of [3, 2]) {
      await chat.conversation.chooseAction(others.last(), en.chat.remove)
      await expect(chat.comparison.columns).toHaveCount(remaining)
    }
    await expect(undo).toHaveCount(2)
    await failed.getByRole('button', { name: /^Add / }).first().click()
    await chat.comparison.waitForAnswersEnd(3)
    // There is room for one of the two deleted answers.
    await undo.first().click()
    await chat.comparison.waitForAnswersEnd(4)
    // Checked at once, because the offer disappears by itself after some seconds.
    expect(await undo.count()).toBe(0)
    expect(new Set(await chat.comparison.columns.evaluateAll((all) => all.map((item) => item.getAttribute('aria-label')))).size).toBe(4)
  })

  test('Alt and arrows move from column to column, and screen readers hear each end', async ({ chat }) => {
    await chat.modelPicker.ensureChosen(llama)
    await chat.comparison.choose([llama, oss, qwen])
    await chat.submit('/speed 100\n/length 600\nTell me.')
    await chat.comparison.waitForAnswersEnd(3)
    for (const model of [llama, oss, qwen]) {
      const endedAnnouncement = fillPlaceholders(en.compare.ended.finished, { model: model.replace(/^.*\//, '') })
      await expect(chat.page.locator('[aria-live="polite"]').getByText(endedAnnouncement)).toBeAttached()
    }
    await chat.conversation.region.focus()
    await chat.press('Alt+ArrowDown')
    await expect(chat.comparison.column(llama)).toBeFocused()
    await chat.press('Alt+ArrowRight')
    await chat.press('Alt+ArrowRight')
    await expect(chat.comparison.column(qwen)).toBeFocused()
    await chat.press('Alt+ArrowLeft')
    await expect(chat.comparison.column(oss)).toBeFocused()
    await chat.press('Alt+ArrowUp')
    await expect(chat.conversation.prompts).toBeFocused()
  })

  test('saves a compared conversation with all of its answers', async ({ chat, app, dataFolder }) => {
    await chat.modelPicker.ensureChosen(llama)
    await chat.comparison.choose([llama, qwen])
    await chat.submit('To be saved.')
    await chat.comparison.waitForAnswersEnd(2)
    const path = join(dataFolder, 'compared.md')
    await app.answerDialog({ kind: 'files', paths: [path] })
    await chat.sidebar.chooseAction(String(await chat.sidebar.currentRow.textContent()), en.history.saveAs.markdown)
    await expect(chat.page.getByText(en.history.saved, { exact: true })).toBeVisible()
    const saved = readFileSync(path, 'utf8')
    expect([saved.includes('(answer 1 of 2)'), saved.includes(llama), saved.includes(qwen)]).toEqual([true, true, true])
  })

  test('restores a comparison after a restart, and partial answers after a kill', async ({ chat, app }) => {
    await chat.modelPicker.ensureChosen(llama)
    await chat.comparison.choose([llama, qwen])
    await chat.submit('To be opened again.')
    await chat.comparison.waitForAnswersEnd(2)
    await chat.startNewConversation()
    await chat.comparison.choose([llama, qwen])
    await chat.submit('/speed 30\n/length 4000\nTo be killed.')
    for (const model of [llama, qwen]) await expect(chat.comparison.column(model).getByText('This is sentence 2').first()).toBeVisible()
    await app.kill()
    await app.restart()
    await chat.comparison.waitForAnswersEnd(2)
    for (const model of [llama, qwen]) {
      await expect(chat.comparison.column(model).getByText(en.chat.interrupted)).toBeVisible()
      await expect(chat.comparison.column(model).getByText('This is sentence 1').first()).toBeVisible()
    }
    await chat.button('To be opened again.').click()
    await expect(chat.comparison.column(llama).getByText(en.chat.interrupted)).toHaveCount(0)
    await app.restart()
    await expect(chat.conversation.prompts).toContainText('To be opened again.')
    await chat.comparison.waitForAnswersEnd(2)
    await chat.comparison.pickButton(chat.comparison.column(llama)).click()
    await expect(chat.comparison.columns).toHaveCount(0)
  })

  test.describe('in a small window', () => {
    // The words of the page stay longer, so it has an app of its own.
    test.use({ setup: {} })

    test('has room for longer words in four columns and the chosen models', async ({ chat, app }) => {
      await chat.modelPicker.ensureChosen(llama)
      await chat.send('Hello.')
      await chat.comparison.choose([llama, unpricedModel, oss, freeModel])
      await lengthenWords(chat.page)
      const expectNoOverflow = async (): Promise<void> => {
        for (const [width, height] of smallWindowSizes) {
          await app.resize(width, height)
          expect(await chat.page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
          expect(
            await chat.comparison.columns.evaluateAll((all) => all.filter((item) => item.scrollWidth > item.clientWidth + 1).length),
          ).toBe(0)
        }
        await app.resize(1280, 800)
      }
      await expectNoOverflow()
      await chat.submit('/markdown\nShow me everything.')
      await chat.comparison.waitForAnswersEnd(4)
      await expectNoOverflow()
      await app.resize(900, 600)
      const visibleColumns = await chat.comparison.columns.evaluateAll(
        (all) => all.filter((item) => item.getBoundingClientRect().right <= innerWidth).length,
      )
      expect(visibleColumns).toBe(2)
      await chat.page.reload()
      await chat.comparison.waitForAnswersEnd(4)
      for (const [width, height] of smallWindowSizes) {
        await app.resize(width, height)
        const overflowingText = (await findClippedText(chat.page)).filter((fault) => !fault.startsWith('outside the window'))
        expect(overflowingText, `${width}×${height}`).toEqual([])
      }
      await app.resize(1280, 800)
    })
  })
})
