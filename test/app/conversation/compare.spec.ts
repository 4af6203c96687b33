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
import { lengthenWords, wordsWithoutRoom } from '../../support/page/longer-words.ts'
import { send, setKey, startNewConversation } from '../../support/session.ts'

const llama = 'meta-llama/Llama-3.3-70B-Instruct'
const oss = 'openai/gpt-oss-20b'
const qwen = 'Qwen/Qwen2.5-7B-Instruct'
const free = 'allenai/Olmo-3-7B-Instruct'
/** Its provider tells no price. */
const silent = 'HuggingFaceTB/SmolLM3-3B'

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

const box = () => chat.getByRole('textbox', { name: en.chat.promptLabel })
const column = (model: string) => chat.getByRole('article', { name: en.chat.answerFrom.replace('{{model}}', model), exact: true })
const columns = () => chat.getByRole('article', { name: en.compare.answers }).getByRole('article')
const pickOf = (place: Locator) => place.getByRole('button', { name: new RegExp(`^${en.compare.pick}`) })
const list = () => chat.getByRole('list', { name: en.compare.list })
const price = () => chat.getByText(/^Estimate: /)

/** Chooses just these, by keyboard alone, from the palette on. */
async function compare(models: readonly string[]): Promise<void> {
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
  await expect(list().getByRole('listitem')).toHaveCount(models.length)
}

async function sendToAll(prompt: string): Promise<void> {
  await box().fill(prompt)
  await box().press('Enter')
  await expect(box()).toHaveValue('')
}

async function allEnded(count: number): Promise<void> {
  await expect(columns()).toHaveCount(count)
  await expect(columns().locator('[aria-busy="false"]')).toHaveCount(count)
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

async function expectNothingFound(): Promise<void> {
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
  const asked = hub.requests.length
  await compare([llama, oss, free])
  await expect(box()).toBeFocused()
  await box().fill('Why is the sky blue?')
  await expect(price()).toHaveText(/^Estimate: \$0\.0\d+ to \$0\.0\d+ in all, for answers of about 400 words each\./)
  await expect(box()).toHaveAccessibleDescription(/^Estimate: /)
  const before = await price().textContent()
  await box().fill('A much longer prompt costs more. '.repeat(100))
  await expect(price()).not.toHaveText(before ?? '')
  await list()
    .getByRole('button', { name: en.compare.takeOut.replace('{{model}}', free) })
    .press('Enter')
  await expect(list().getByRole('listitem')).toHaveCount(2)
  await chat.getByRole('button', { name: en.compare.end }).press('Enter')
  await expect(list()).toHaveCount(0)
  await expect(chat.getByRole('button', { name: `Model: ${llama}`, exact: true })).toBeVisible()
  expect(hub.requests.slice(asked).filter(({ path }) => path.includes('completions'))).toEqual([])
  await box().fill('')
})

test('what free models cost, and models that tell no price, is said', async () => {
  await chooseModel(free)
  await compare([free, 'allenai/Olmo-3.1-32B-Instruct'])
  await expect(chat.getByText(en.compare.free)).toBeVisible()
  await chat.getByRole('button', { name: en.compare.end }).click()
  await compare([free, silent])
  await expect(price()).toContainText('1 of 2 models tell their price')
  await chat.getByRole('button', { name: en.compare.end }).click()
})

test('all of them answer at the same time, Stop stops them all, and axe finds nothing meanwhile and after', async () => {
  await chooseModel(llama)
  await compare([llama, oss, qwen])
  await sendToAll('/speed 20\n/length 4000\nTell me.')
  for (const model of [llama, oss, qwen]) await expect(column(model).getByText('This is sentence').first()).toBeVisible()
  await expect(columns().locator('[aria-busy="true"]')).toHaveCount(3)
  await expect(chat.getByRole('navigation').getByText(en.history.marks.writing)).toBeAttached()
  await expectNothingFound()
  await chat.keyboard.press('Escape')
  await allEnded(3)
  await expect(columns().getByText(en.chat.stopped)).toHaveCount(3)
  await expect(chat.getByRole('navigation').getByText(en.history.marks.writing)).toHaveCount(0)
  await expectNothingFound()
})

test('long answers begin in sight, however far they have grown', async () => {
  await chooseModel(llama)
  await send(chat, 'Hello.')
  await compare([llama, qwen])
  await sendToAll('/speed 400\n/length 4500\nTell me.')
  await allEnded(2)
  for (const model of [llama, qwen]) await expect(column(model).getByText('This is sentence 1 of').first()).toBeInViewport()
})

test('whose answer one reads stays in sight, however many columns there are and wherever they are scrolled to', async () => {
  await chooseModel(llama)
  await compare([llama, oss, qwen, free])
  await sendToAll('/length 6000\nTell me.')
  await allEnded(4)
  const heads = columns().getByRole('heading', { level: 2 })
  for (const [width, height] of sizes) {
    await app.resize(width, height)
    await expect.poll(() => chat.evaluate(() => innerWidth)).toBe(width)
    for (const [place, inline] of [
      [0, 'start'],
      [3, 'end'],
    ] as const) {
      const one = columns().nth(place)
      await one.evaluate((element, side) => element.scrollIntoView({ inline: side, block: 'start' }), inline)
      await chat.getByRole('region', { name: en.chat.conversation }).evaluate((region) => region.scrollBy(0, 700))
      await expect(one.getByText('This is sentence 1 of').first()).not.toBeInViewport()
      await expect(heads.nth(place)).toBeInViewport({ ratio: 0.99 })
    }
  }
  // By keyboard, too.
  await chat.getByRole('region', { name: en.chat.conversation }).focus()
  await chat.keyboard.press('Alt+ArrowDown')
  await expect(heads.first()).toBeInViewport({ ratio: 0.99 })
  for (const _ of [1, 2, 3]) await chat.keyboard.press('Alt+ArrowRight')
  await expect(heads.last()).toBeInViewport({ ratio: 0.99 })
  await app.resize(1280, 800)
})

test('one that fails leaves the others as they are, another can stand beside them, and it is asked for again in its column', async () => {
  await chooseModel(llama)
  await compare([llama, oss, qwen])
  await hub.setFault('model-not-served', { times: 1 })
  await sendToAll('Why?')
  await allEnded(3)
  const failure = en.failures['model-not-served']
  const failed = columns().filter({ hasText: failure })
  await expect(failed).toHaveCount(1)
  await expect(pickOf(columns())).toHaveCount(2)
  await failed.getByRole('button', { name: /^Add / }).first().click()
  await allEnded(4)
  await expect(pickOf(columns().nth(3))).toBeVisible()
  // No room for a fifth.
  await expect(failed.getByRole('button', { name: /^Add / })).toHaveCount(0)
  await failed.getByRole('button', { name: en.chat.retry }).click()
  await expect(failed).toHaveCount(0)
  await allEnded(4)
  await expect(pickOf(columns())).toHaveCount(4)
})

test('each answer tells when its first words came, what was read and written, and what it cost', async () => {
  await chooseModel(llama)
  await compare([llama, free])
  await sendToAll('/speed 400\n/length 2000\nTell me.')
  await allEnded(2)
  for (const model of [llama, free]) {
    await expect(column(model).getByText(/^first words after [\d.]+ s$/)).toBeVisible()
    await expect(column(model).getByText(/^about [\d,]+ words a second$/)).toBeVisible()
    await expect(column(model).getByText(/about \d+ words? read · \d+ written/)).toBeVisible()
  }
  await expect(column(llama).getByText(/^\$0\.000\d+$/)).toBeVisible()
  await expect(column(free).getByText(en.models.free, { exact: true })).toBeVisible()
})

test('the next prompt waits for a choice and stays in the box; then it goes to the model that was chosen, with its answer alone', async () => {
  await chooseModel(llama)
  await compare([llama, qwen])
  await sendToAll('First prompt.')
  await allEnded(2)
  await box().fill('Second prompt.')
  await box().press('Enter')
  await expect(chat.getByText(en.compare.pickFirst)).toBeVisible()
  await expect(box()).toHaveValue('Second prompt.')
  await pickOf(column(qwen)).press('Enter')
  await expect(columns()).toHaveCount(0)
  await expect(box()).toBeFocused()
  await expect(chat.getByRole('button', { name: `Model: ${qwen}`, exact: true })).toBeVisible()
  const asked = hub.requests.length
  await box().press('Enter')
  await expect.poll(() => hub.requests.slice(asked).filter(({ body }) => body.includes('Second prompt.')).length).toBe(1)
  const { model, messages }: { model?: string; messages?: readonly { content: string }[] } = JSON.parse(hub.requests.at(-1)?.body ?? '{}')
  expect([model, messages?.length, messages?.[1]?.content.includes(qwen)]).toEqual([qwen, 3, true])
})

test('a chosen answer has the others beside it, and shows them side by side again', async () => {
  await chooseModel(llama)
  await compare([llama, qwen])
  await sendToAll('Beside each other.')
  await allEnded(2)
  await pickOf(column(llama)).click()
  await expect(chat.getByText(en.chat.placeAnswer.replace('{{place}}', '1').replace('{{count}}', '2'))).toBeAttached()
  await chat.getByRole('button', { name: en.chat.moreAnswer }).last().click()
  await chat.getByRole('menuitem', { name: en.compare.again }).click()
  await allEnded(2)
})

test('an edited prompt goes to the same models again, and the arrows lead back to what was side by side before', async () => {
  await chooseModel(llama)
  await compare([llama, qwen, free])
  await sendToAll('Which is deeper?')
  await allEnded(3)
  const asked = hub.requests.length
  await chat.getByRole('button', { name: en.chat.edit }).click()
  const editor = chat.getByRole('textbox', { name: en.chat.editLabel })
  await expect(editor).toHaveAccessibleDescription(/Llama-3\.3-70B-Instruct, Qwen2\.5-7B-Instruct, Olmo-3-7B-Instruct/)
  await expect(editor).toHaveAccessibleDescription(/Estimate: .*\$0\.0\d+ in all, for answers of about 400 words each\./)
  await editor.fill('Which is higher?')
  await editor.press('ControlOrMeta+Enter')
  await allEnded(3)
  const place = (number: number) => chat.getByText(en.chat.placePrompt.replace('{{place}}', `${number}`).replace('{{count}}', '2'))
  await expect(place(2)).toBeAttached()
  for (const model of [llama, qwen, free]) await expect(column(model).getByText('Which is higher?')).toBeVisible()
  const sent = hub.requests.slice(asked).filter(({ path }) => path.includes('completions'))
  expect(sent.map(({ body }) => JSON.parse(body).messages.length)).toEqual([1, 1, 1])
  await chat.getByRole('button', { name: en.chat.previousPrompt }).click()
  await expect(place(1)).toBeAttached()
  await allEnded(3)
  for (const model of [llama, qwen, free]) await expect(column(model).getByText('Which is deeper?')).toBeVisible()
  await chat.getByRole('button', { name: en.chat.nextPrompt }).click()
  await expect(column(free).getByText('Which is higher?')).toBeVisible()
  await allEnded(3)
  await pickOf(column(qwen)).click()
  await chat.getByRole('button', { name: en.chat.edit }).click()
  await expect(editor).toHaveAccessibleDescription(en.compare.editedByOne.replace('{{models}}', 'Qwen2.5-7B-Instruct'))
  await editor.press('Escape')
})

test('deleting one that failed leaves the other being written, and taking it back puts it beside that again', async () => {
  await chooseModel(llama)
  await compare([llama, silent])
  await hub.setFault('model-not-served', { times: 1 })
  await sendToAll('/speed 60\n/length 1500\nGoes on.')
  const failed = columns().filter({ hasText: en.failures['model-not-served'] })
  await expect(failed).toHaveCount(1)
  await failed.getByRole('button', { name: en.chat.moreAnswer }).click()
  await chat.getByRole('menuitem', { name: en.chat.remove }).click()
  // What is left is being written on, alone.
  await expect(columns()).toHaveCount(0)
  await expect(chat.getByRole('button', { name: en.chat.stop, exact: true })).toBeVisible()
  await chat.getByRole('button', { name: en.history.undo }).click()
  await expect(columns()).toHaveCount(2)
  await expect(columns().locator('[aria-busy="true"]')).toHaveCount(1)
  await failed.getByRole('button', { name: en.chat.retry }).click()
  await expect(failed).toHaveCount(0)
  await chat.keyboard.press('Escape')
  await allEnded(2)
})

test('the place of a deleted answer can be taken by another model, and taking it back is not offered then', async () => {
  await chooseModel(llama)
  await compare([llama, qwen, silent, free])
  await hub.setFault('model-not-served', { times: 1 })
  await sendToAll('Why?')
  await allEnded(4)
  const failed = columns().filter({ hasText: en.failures['model-not-served'] })
  await expect(failed).toHaveCount(1)
  const undo = chat.getByRole('button', { name: en.history.undo })
  const others = columns().filter({ hasNotText: en.failures['model-not-served'] })
  for (const left of [3, 2]) {
    await others.last().getByRole('button', { name: en.chat.moreAnswer }).click()
    await chat.getByRole('menuitem', { name: en.chat.remove }).click()
    await expect(columns()).toHaveCount(left)
  }
  await expect(undo).toHaveCount(2)
  await failed.getByRole('button', { name: /^Add / }).first().click()
  await allEnded(3)
  // There is room for one of the two.
  await undo.first().click()
  await allEnded(4)
  // Looked at once: after some seconds it goes by itself.
  expect(await undo.count()).toBe(0)
  expect(new Set(await columns().evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')))).size).toBe(4)
})

test('Alt and the arrows lead from column to column, and each end is told to those who listen', async () => {
  await chooseModel(llama)
  await compare([llama, oss, qwen])
  await sendToAll('/speed 100\n/length 600\nTell me.')
  await allEnded(3)
  for (const model of [llama, oss, qwen]) {
    const told = en.compare.ended.finished.replace('{{model}}', model.split('/')[1] ?? '')
    await expect(chat.locator('[aria-live="polite"]').getByText(told)).toBeAttached()
  }
  await chat.getByRole('region', { name: en.chat.conversation }).focus()
  await chat.keyboard.press('Alt+ArrowDown')
  await expect(column(llama)).toBeFocused()
  await chat.keyboard.press('Alt+ArrowRight')
  await chat.keyboard.press('Alt+ArrowRight')
  await expect(column(qwen)).toBeFocused()
  await chat.keyboard.press('Alt+ArrowLeft')
  await expect(column(oss)).toBeFocused()
  await chat.keyboard.press('Alt+ArrowUp')
  await expect(chat.getByRole('article', { name: en.chat.you })).toBeFocused()
})

test('a conversation that is being compared is saved with all of its answers', async () => {
  await chooseModel(llama)
  await compare([llama, qwen])
  await sendToAll('To be saved.')
  await allEnded(2)
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
  await compare([llama, qwen])
  await sendToAll('To be opened again.')
  await allEnded(2)
  await startNewConversation(chat)
  await compare([llama, qwen])
  await sendToAll('/speed 30\n/length 4000\nTo be killed.')
  for (const model of [llama, qwen]) await expect(column(model).getByText('This is sentence 2').first()).toBeVisible()
  await app.kill()
  await start()
  await allEnded(2)
  for (const model of [llama, qwen]) {
    await expect(column(model).getByText(en.chat.interrupted)).toBeVisible()
    await expect(column(model).getByText('This is sentence 1').first()).toBeVisible()
  }
  await chat.getByRole('button', { name: 'To be opened again.', exact: true }).click()
  await expect(column(llama).getByText(en.chat.interrupted)).toHaveCount(0)
  await app.close()
  await start()
  await expect(chat.getByRole('article', { name: en.chat.you })).toContainText('To be opened again.')
  await allEnded(2)
  await pickOf(column(llama)).click()
  await expect(columns()).toHaveCount(0)
  await startNewConversation(chat)
  await setKey(app, hub.keys.fineGrained)
})

test.describe('in a small window', () => {
  const small = [
    [900, 600],
    [640, 480],
  ] as const

  // The last one: the words of its page stay longer.
  test('four columns and what is chosen have room for longer words, without a page that is wider than its window', async () => {
    await chooseModel(llama)
    await send(chat, 'Hello.')
    await compare([llama, silent, oss, free])
    await lengthenWords(chat)
    const look = async (): Promise<void> => {
      for (const [width, height] of small) {
        await app.resize(width, height)
        await expect.poll(() => chat.evaluate(() => innerWidth)).toBe(width)
        expect(await chat.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
        expect(await columns().evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth + 1).length)).toBe(0)
      }
      await app.resize(1280, 800)
    }
    await look()
    await sendToAll('/markdown\nShow me everything.')
    await allEnded(4)
    await look()
    await app.resize(900, 600)
    const seen = await columns().evaluateAll((all) => all.filter((each) => each.getBoundingClientRect().right <= innerWidth).length)
    expect(seen).toBe(2)
    await chat.reload()
    await allEnded(4)
    for (const [width, height] of small) {
      await app.resize(width, height)
      const outside = (await wordsWithoutRoom(chat)).filter((fault) => !fault.startsWith('outside the window'))
      expect(outside, `${width}×${height}`).toEqual([])
    }
    await app.resize(1280, 800)
  })
})
