// One prompt to several models side by side, through the window: choosing them by keyboard, the price before sending, what each does by
// itself, going on with one, and what is there after a restart and a kill.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Locator, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { lengthenWords, findClippedText } from '../../support/page/longer-text.ts'
import { sendPrompt, setKey, startNewConversation } from '../../support/app-actions.ts'

const llama = 'meta-llama/Llama-3.3-70B-Instruct'
const oss = 'openai/gpt-oss-20b'
const qwen = 'Qwen/Qwen2.5-7B-Instruct'
const freeModel = 'allenai/Olmo-3-7B-Instruct'
/** Its provider tells no price. */
const unpricedModel = 'HuggingFaceTB/SmolLM3-3B'

/** Of the window: as it opens, and as small as it is looked at. */
const sizes = [
  [1280, 800],
  [900, 600],
] as const

let hub: Hub
let app: LaunchedApp
let chat: Page
let data: string

test.beforeAll(async () => {
  hub = await startHub({ speed: 0 })
  data = mkdtempSync(join(tmpdir(), 'parley-compare-'))
  await start()
  await setKey(app, hub.keys.fineGrained)
})
test.afterAll(async () => {
  await app.close()
  await hub.close()
  rmSync(data, { recursive: true, force: true })
})
test.beforeEach(() => startNewConversation(chat))

async function start(): Promise<void> {
  app = await launch({ hub: hub.origin, data })
  chat = await app.chatWindow()
  await expect(chat.getByRole('button', { name: /^Model: / })).toBeVisible()
}

const promptBox = () => chat.getByRole('textbox', { name: en.chat.promptLabel })
const answerColumn = (model: string) => chat.getByRole('article', { name: en.chat.answerFrom.replace('{{model}}', model), exact: true })
const answerColumns = () => chat.getByRole('article', { name: en.compare.answers }).getByRole('article')
const pickButtonIn = (place: Locator) => place.getByRole('button', { name: new RegExp(`^${en.compare.pick}`) })
const comparedModels = () => chat.getByRole('list', { name: en.compare.list })
const priceEstimate = () => chat.getByText(/^Estimate: /)

/** Chooses just these, by keyboard alone, from the palette on. */
async function startComparison(models: readonly string[]): Promise<void> {
  await chat.keyboard.press('ControlOrMeta+k')
  await chat.getByRole('combobox', { name: en.palette.search }).fill(en.system.commands.compare)
  await chat.keyboard.press('Enter')
  const search = chat.getByRole('combobox', { name: en.models.search })
  await expect(search).toBeFocused()
  // The chosen model is taken already.
  const chosen = chat.getByText(/ chosen: /)
  const first = await chosen.textContent()
  for (const model of models) {
    if (first?.includes(model.split('/')[1] ?? '') === true) continue
    await search.fill(model)
    await expect(chat.getByRole('gridcell').first()).toContainText(model.split('/')[1] ?? '')
    await chat.keyboard.press('Enter')
    await expect(chosen).toContainText(model.split('/')[1] ?? '')
  }
  await chat.keyboard.press('ControlOrMeta+Enter')
  await expect(search).toHaveCount(0)
  await expect(comparedModels().getByRole('listitem')).toHaveCount(models.length)
}

async function sendToAll(prompt: string): Promise<void> {
  await promptBox().fill(prompt)
  await promptBox().press('Enter')
  await expect(promptBox()).toHaveValue('')
}

async function waitForAllEnded(count: number): Promise<void> {
  await expect(answerColumns()).toHaveCount(count)
  await expect(answerColumns().locator('[aria-busy="false"]')).toHaveCount(count)
}

async function chooseModel(model: string): Promise<void> {
  const chosen = chat.getByRole('button', { name: `Model: ${model}`, exact: true })
  // A new conversation begins with the model that was used last.
  if (await chosen.isVisible()) return
  await chat.keyboard.press('ControlOrMeta+m')
  await chat.getByRole('combobox', { name: en.models.search }).fill(model)
  await expect(chat.getByRole('gridcell').first()).toContainText(model.split('/')[1] ?? '')
  await chat.keyboard.press('Enter')
  await expect(chosen).toBeVisible()
}

async function expectNoAxeViolations(): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await app.setSystemTheme(theme)
    const axe = new AxeBuilder({ page: chat }).setLegacyMode()
    const { violations } = await (theme === 'light' ? axe : axe.withRules('color-contrast')).analyze()
    expect(violations.map(({ id, nodes }) => [theme, id, nodes.map(({ html }) => html)])).toEqual([])
  }
  await app.setSystemTheme('light')
}

test('models are chosen by keyboard, each can be taken out, and the price of all is told before anything is sent', async () => {
  await chooseModel(llama)
  const requestsBefore = hub.requests.length
  await startComparison([llama, oss, freeModel])
  await expect(promptBox()).toBeFocused()
  await promptBox().fill('Why is the sky blue?')
  await expect(priceEstimate()).toHaveText(/^Estimate: \$0\.0\d+ to \$0\.0\d+ in total, for answers of about 400 words each\./)
  await expect(promptBox()).toHaveAccessibleDescription(/^Estimate: /)
  const before = await priceEstimate().textContent()
  await promptBox().fill('A much longer prompt costs more. '.repeat(100))
  await expect(priceEstimate()).not.toHaveText(before ?? '')
  await comparedModels()
    .getByRole('button', { name: en.compare.takeOut.replace('{{model}}', freeModel) })
    .press('Enter')
  await expect(comparedModels().getByRole('listitem')).toHaveCount(2)
  await chat.getByRole('button', { name: en.compare.end }).press('Enter')
  await expect(comparedModels()).toHaveCount(0)
  await expect(chat.getByRole('button', { name: `Model: ${llama}`, exact: true })).toBeVisible()
  expect(hub.requests.slice(requestsBefore).filter(({ path }) => path.includes('completions'))).toEqual([])
  await promptBox().fill('')
})

test('what free models cost, and models that tell no price, is said', async () => {
  await chooseModel(freeModel)
  await startComparison([freeModel, 'allenai/Olmo-3.1-32B-Instruct'])
  await expect(chat.getByText(en.compare.free)).toBeVisible()
  await chat.getByRole('button', { name: en.compare.end }).click()
  await startComparison([freeModel, unpricedModel])
  await expect(priceEstimate()).toContainText('Prices are known for only 1 of 2 models')
  await chat.getByRole('button', { name: en.compare.end }).click()
})

test('all of them answer at the same time, Stop stops them all, and axe finds nothing meanwhile and after', async () => {
  await chooseModel(llama)
  await startComparison([llama, oss, qwen])
  await sendToAll('/speed 20\n/length 4000\nTell me.')
  for (const model of [llama, oss, qwen]) await expect(answerColumn(model).getByText('This is sentence').first()).toBeVisible()
  await expect(answerColumns().locator('[aria-busy="true"]')).toHaveCount(3)
  await expect(chat.getByRole('navigation').getByText(en.history.marks.writing)).toBeAttached()
  await expectNoAxeViolations()
  await chat.keyboard.press('Escape')
  await waitForAllEnded(3)
  await expect(answerColumns().getByText(en.chat.stopped)).toHaveCount(3)
  await expect(chat.getByRole('navigation').getByText(en.history.marks.writing)).toHaveCount(0)
  await expectNoAxeViolations()
})

test('long answers begin in sight, however far they have grown', async () => {
  await chooseModel(llama)
  await sendPrompt(chat, 'Hello.')
  await startComparison([llama, qwen])
  await sendToAll('/speed 400\n/length 4500\nTell me.')
  await waitForAllEnded(2)
  for (const model of [llama, qwen]) await expect(answerColumn(model).getByText('This is sentence 1 of').first()).toBeInViewport()
})

test('whose answer one reads stays in sight, however many columns there are and wherever they are scrolled to', async () => {
  await chooseModel(llama)
  await startComparison([llama, oss, qwen, freeModel])
  await sendToAll('/length 6000\nTell me.')
  await waitForAllEnded(4)
  const columnHeadings = answerColumns().getByRole('heading', { level: 2 })
  for (const [width, height] of sizes) {
    await app.resize(width, height)
    await expect.poll(() => chat.evaluate(() => innerWidth)).toBe(width)
    for (const [place, inline] of [
      [0, 'start'],
      [3, 'end'],
    ] as const) {
      const one = answerColumns().nth(place)
      await one.evaluate((element, side) => element.scrollIntoView({ inline: side, block: 'start' }), inline)
      await chat.getByRole('region', { name: en.chat.conversation }).evaluate((region) => region.scrollBy(0, 700))
      await expect(one.getByText('This is sentence 1 of').first()).not.toBeInViewport()
      await expect(columnHeadings.nth(place)).toBeInViewport({ ratio: 0.99 })
    }
  }
  // By keyboard, too.
  await chat.getByRole('region', { name: en.chat.conversation }).focus()
  await chat.keyboard.press('Alt+ArrowDown')
  await expect(columnHeadings.first()).toBeInViewport({ ratio: 0.99 })
  for (const _ of [1, 2, 3]) await chat.keyboard.press('Alt+ArrowRight')
  await expect(columnHeadings.last()).toBeInViewport({ ratio: 0.99 })
  await app.resize(1280, 800)
})

test('one that fails leaves the others as they are, another can stand beside them, and it is asked for again in its column', async () => {
  await chooseModel(llama)
  await startComparison([llama, oss, qwen])
  await hub.setFault('model-not-served', { times: 1 })
  await sendToAll('Why?')
  await waitForAllEnded(3)
  const failure = en.failures['model-not-served']
  const failed = answerColumns().filter({ hasText: failure })
  await expect(failed).toHaveCount(1)
  await expect(pickButtonIn(answerColumns())).toHaveCount(2)
  await failed.getByRole('button', { name: /^Add / }).first().click()
  await waitForAllEnded(4)
  await expect(pickButtonIn(answerColumns().nth(3))).toBeVisible()
  // No room for a fifth.
  await expect(failed.getByRole('button', { name: /^Add / })).toHaveCount(0)
  await failed.getByRole('button', { name: en.chat.retry }).click()
  await expect(failed).toHaveCount(0)
  await waitForAllEnded(4)
  await expect(pickButtonIn(answerColumns())).toHaveCount(4)
})

test('each answer tells when its first words came, what was read and written, and what it cost', async () => {
  await chooseModel(llama)
  await startComparison([llama, freeModel])
  await sendToAll('/speed 400\n/length 2000\nTell me.')
  await waitForAllEnded(2)
  for (const model of [llama, freeModel]) {
    await expect(answerColumn(model).getByText(/^first words after [\d.]+ s$/)).toBeVisible()
    await expect(answerColumn(model).getByText(/^about [\d,]+ words a second$/)).toBeVisible()
    await expect(answerColumn(model).getByText(/about \d+ words? read · \d+ written/)).toBeVisible()
  }
  await expect(answerColumn(llama).getByText(/^\$0\.000\d+$/)).toBeVisible()
  await expect(answerColumn(freeModel).getByText(en.models.free, { exact: true })).toBeVisible()
})

test('the next prompt waits for a choice and stays in the box; then it goes to the model that was chosen, with its answer alone', async () => {
  await chooseModel(llama)
  await startComparison([llama, qwen])
  await sendToAll('First prompt.')
  await waitForAllEnded(2)
  await promptBox().fill('Second prompt.')
  await promptBox().press('Enter')
  await expect(chat.getByText(en.compare.pickFirst)).toBeVisible()
  await expect(promptBox()).toHaveValue('Second prompt.')
  await pickButtonIn(answerColumn(qwen)).press('Enter')
  await expect(answerColumns()).toHaveCount(0)
  await expect(promptBox()).toBeFocused()
  await expect(chat.getByRole('button', { name: `Model: ${qwen}`, exact: true })).toBeVisible()
  const requestsBefore = hub.requests.length
  await promptBox().press('Enter')
  await expect.poll(() => hub.requests.slice(requestsBefore).filter(({ body }) => body.includes('Second prompt.')).length).toBe(1)
  const { model, messages }: { model?: string; messages?: readonly { content: string }[] } = JSON.parse(hub.requests.at(-1)?.body ?? '{}')
  expect([model, messages?.length, messages?.[1]?.content.includes(qwen)]).toEqual([qwen, 3, true])
})

test('a chosen answer has the others beside it, and shows them side by side again', async () => {
  await chooseModel(llama)
  await startComparison([llama, qwen])
  await sendToAll('Beside each other.')
  await waitForAllEnded(2)
  await pickButtonIn(answerColumn(llama)).click()
  await expect(chat.getByText(en.chat.placeAnswer.replace('{{place}}', '1').replace('{{count}}', '2'))).toBeAttached()
  await chat.getByRole('button', { name: en.chat.moreAnswer }).last().click()
  await chat.getByRole('menuitem', { name: en.compare.again }).click()
  await waitForAllEnded(2)
})

test('an edited prompt goes to the same models again, and the arrows lead back to what was side by side before', async () => {
  await chooseModel(llama)
  await startComparison([llama, qwen, freeModel])
  await sendToAll('Which is deeper?')
  await waitForAllEnded(3)
  const requestsBefore = hub.requests.length
  await chat.getByRole('button', { name: en.chat.edit }).click()
  const editor = chat.getByRole('textbox', { name: en.chat.editLabel })
  await expect(editor).toHaveAccessibleDescription(/Llama-3\.3-70B-Instruct, Qwen2\.5-7B-Instruct, Olmo-3-7B-Instruct/)
  await expect(editor).toHaveAccessibleDescription(/Estimate: .*\$0\.0\d+ in total, for answers of about 400 words each\./)
  await editor.fill('Which is higher?')
  await editor.press('ControlOrMeta+Enter')
  await waitForAllEnded(3)
  const place = (number: number) => chat.getByText(en.chat.placePrompt.replace('{{place}}', `${number}`).replace('{{count}}', '2'))
  await expect(place(2)).toBeAttached()
  for (const model of [llama, qwen, freeModel]) await expect(answerColumn(model).getByText('Which is higher?')).toBeVisible()
  const sent = hub.requests.slice(requestsBefore).filter(({ path }) => path.includes('completions'))
  expect(sent.map(({ body }) => JSON.parse(body).messages.length)).toEqual([1, 1, 1])
  await chat.getByRole('button', { name: en.chat.previousPrompt }).click()
  await expect(place(1)).toBeAttached()
  await waitForAllEnded(3)
  for (const model of [llama, qwen, freeModel]) await expect(answerColumn(model).getByText('Which is deeper?')).toBeVisible()
  await chat.getByRole('button', { name: en.chat.nextPrompt }).click()
  await expect(answerColumn(freeModel).getByText('Which is higher?')).toBeVisible()
  await waitForAllEnded(3)
  await pickButtonIn(answerColumn(qwen)).click()
  await chat.getByRole('button', { name: en.chat.edit }).click()
  await expect(editor).toHaveAccessibleDescription(en.compare.editedByOne.replace('{{models}}', 'Qwen2.5-7B-Instruct'))
  await editor.press('Escape')
})

test('deleting one that failed leaves the other being written, and taking it back puts it beside that again', async () => {
  await chooseModel(llama)
  await startComparison([llama, unpricedModel])
  await hub.setFault('model-not-served', { times: 1 })
  await sendToAll('/speed 60\n/length 1500\nGoes on.')
  const failed = answerColumns().filter({ hasText: en.failures['model-not-served'] })
  await expect(failed).toHaveCount(1)
  await failed.getByRole('button', { name: en.chat.moreAnswer }).click()
  await chat.getByRole('menuitem', { name: en.chat.remove }).click()
  // What is left is being written on, alone.
  await expect(answerColumns()).toHaveCount(0)
  await expect(chat.getByRole('button', { name: en.chat.stop, exact: true })).toBeVisible()
  await chat.getByRole('button', { name: en.history.undo }).click()
  await expect(answerColumns()).toHaveCount(2)
  await expect(answerColumns().locator('[aria-busy="true"]')).toHaveCount(1)
  await failed.getByRole('button', { name: en.chat.retry }).click()
  await expect(failed).toHaveCount(0)
  await chat.keyboard.press('Escape')
  await waitForAllEnded(2)
})

test('the place of a deleted answer can be taken by another model, and taking it back is not offered then', async () => {
  await chooseModel(llama)
  await startComparison([llama, qwen, unpricedModel, freeModel])
  await hub.setFault('model-not-served', { times: 1 })
  await sendToAll('Why?')
  await waitForAllEnded(4)
  const failed = answerColumns().filter({ hasText: en.failures['model-not-served'] })
  await expect(failed).toHaveCount(1)
  const undo = chat.getByRole('button', { name: en.history.undo })
  const others = answerColumns().filter({ hasNotText: en.failures['model-not-served'] })
  for (const remaining of [3, 2]) {
    await others.last().getByRole('button', { name: en.chat.moreAnswer }).click()
    await chat.getByRole('menuitem', { name: en.chat.remove }).click()
    await expect(answerColumns()).toHaveCount(remaining)
  }
  await expect(undo).toHaveCount(2)
  await failed.getByRole('button', { name: /^Add / }).first().click()
  await waitForAllEnded(3)
  // There is room for one of the two.
  await undo.first().click()
  await waitForAllEnded(4)
  // Looked at once: after some seconds it goes by itself.
  expect(await undo.count()).toBe(0)
  expect(new Set(await answerColumns().evaluateAll((all) => all.map((item) => item.getAttribute('aria-label')))).size).toBe(4)
})

test('Alt and the arrows lead from column to column, and each end is told to those who listen', async () => {
  await chooseModel(llama)
  await startComparison([llama, oss, qwen])
  await sendToAll('/speed 100\n/length 600\nTell me.')
  await waitForAllEnded(3)
  for (const model of [llama, oss, qwen]) {
    const endedAnnouncement = en.compare.ended.finished.replace('{{model}}', model.split('/')[1] ?? '')
    await expect(chat.locator('[aria-live="polite"]').getByText(endedAnnouncement)).toBeAttached()
  }
  await chat.getByRole('region', { name: en.chat.conversation }).focus()
  await chat.keyboard.press('Alt+ArrowDown')
  await expect(answerColumn(llama)).toBeFocused()
  await chat.keyboard.press('Alt+ArrowRight')
  await chat.keyboard.press('Alt+ArrowRight')
  await expect(answerColumn(qwen)).toBeFocused()
  await chat.keyboard.press('Alt+ArrowLeft')
  await expect(answerColumn(oss)).toBeFocused()
  await chat.keyboard.press('Alt+ArrowUp')
  await expect(chat.getByRole('article', { name: en.chat.you })).toBeFocused()
})

test('a conversation that is being compared is saved with all of its answers', async () => {
  await chooseModel(llama)
  await startComparison([llama, qwen])
  await sendToAll('To be saved.')
  await waitForAllEnded(2)
  const path = join(data, 'compared.md')
  const title = String(await chat.locator('[aria-current="page"]').textContent())
  await chat.getByRole('button', { name: title, exact: true }).hover()
  await chat.getByRole('button', { name: en.history.more.replace('{{title}}', title), exact: true }).click()
  await app.answerDialog({ kind: 'files', paths: [path] })
  await chat.getByRole('menuitem', { name: en.history.saveAs.markdown }).click()
  await expect(chat.getByText(en.history.saved, { exact: true })).toBeVisible()
  const saved = readFileSync(path, 'utf8')
  expect([saved.includes('(answer 1 of 2)'), saved.includes(llama), saved.includes(qwen)]).toEqual([true, true, true])
})

test('a comparison is side by side again after quitting, and after a kill with what had come of each', async () => {
  await chooseModel(llama)
  await startComparison([llama, qwen])
  await sendToAll('To be opened again.')
  await waitForAllEnded(2)
  await startNewConversation(chat)
  await startComparison([llama, qwen])
  await sendToAll('/speed 30\n/length 4000\nTo be killed.')
  for (const model of [llama, qwen]) await expect(answerColumn(model).getByText('This is sentence 2').first()).toBeVisible()
  await app.kill()
  await start()
  await waitForAllEnded(2)
  for (const model of [llama, qwen]) {
    await expect(answerColumn(model).getByText(en.chat.interrupted)).toBeVisible()
    await expect(answerColumn(model).getByText('This is sentence 1').first()).toBeVisible()
  }
  await chat.getByRole('button', { name: 'To be opened again.', exact: true }).click()
  await expect(answerColumn(llama).getByText(en.chat.interrupted)).toHaveCount(0)
  await app.close()
  await start()
  await expect(chat.getByRole('article', { name: en.chat.you })).toContainText('To be opened again.')
  await waitForAllEnded(2)
  await pickButtonIn(answerColumn(llama)).click()
  await expect(answerColumns()).toHaveCount(0)
  await startNewConversation(chat)
  await setKey(app, hub.keys.fineGrained)
})

test.describe('in a small window', () => {
  const minWindowSize = [
    [900, 600],
    [640, 480],
  ] as const

  // The last one: the words of its page stay longer.
  test('four columns and what is chosen have room for longer words, without a page that is wider than its window', async () => {
    await chooseModel(llama)
    await sendPrompt(chat, 'Hello.')
    await startComparison([llama, unpricedModel, oss, freeModel])
    await lengthenWords(chat)
    const expectNoOverflow = async (): Promise<void> => {
      for (const [width, height] of minWindowSize) {
        await app.resize(width, height)
        await expect.poll(() => chat.evaluate(() => innerWidth)).toBe(width)
        expect(await chat.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
        expect(await answerColumns().evaluateAll((all) => all.filter((item) => item.scrollWidth > item.clientWidth + 1).length)).toBe(0)
      }
      await app.resize(1280, 800)
    }
    await expectNoOverflow()
    await sendToAll('/markdown\nShow me everything.')
    await waitForAllEnded(4)
    await expectNoOverflow()
    await app.resize(900, 600)
    const visibleColumns = await answerColumns().evaluateAll(
      (all) => all.filter((item) => item.getBoundingClientRect().right <= innerWidth).length,
    )
    expect(visibleColumns).toBe(2)
    await chat.reload()
    await waitForAllEnded(4)
    for (const [width, height] of minWindowSize) {
      await app.resize(width, height)
      const overflowingText = (await findClippedText(chat)).filter((fault) => !fault.startsWith('outside the window'))
      expect(overflowingText, `${width}×${height}`).toEqual([])
    }
    await app.resize(1280, 800)
  })
})
