// The model picker: the list, the search, the keyboard, favourites and recent models, and models outside the list.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { getCommandKey } from '../../support/command-accelerators.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { sendPrompt, setKey, startNewConversation } from '../../support/app-actions.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page
let data: string

test.beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'parley-models-'))
  hub = await startHub({ speed: 0 })
  await start()
})

test.afterAll(async () => {
  await app.close()
  await hub.close()
  rmSync(data, { recursive: true })
})

async function start(): Promise<void> {
  app = await launch({ hub: hub.origin, data })
  chat = await app.chatWindow()
  // Shortcuts work only after the first render.
  await expect(chat.getByRole('button', { name: /^Model: / })).toBeVisible()
}

const search = (page = chat) => page.getByRole('combobox', { name: en.models.search })
const grid = (page = chat) => page.getByRole('grid')
const rows = (page = chat) => grid(page).getByRole('row')
const chip = (model: string, page = chat) => page.getByRole('button', { name: en.chat.model.replace('{{model}}', model) })

/** With the keyboard, so that no test depends on where the pointer is. */
async function openPicker(page = chat): Promise<void> {
  await page.keyboard.press(getCommandKey('chooseModel'))
  await expect(search(page)).toBeFocused()
}

async function closePicker(): Promise<void> {
  await chat.keyboard.press('Escape')
  await expect(grid()).toHaveCount(0)
}

async function choose(name: string): Promise<void> {
  await openPicker()
  await search().fill(name)
  await chat.keyboard.press('Enter')
  await expect(grid()).toHaveCount(0)
}

/** Sets the key, if no other spec has. */
async function ensureKeySet(): Promise<void> {
  await startNewConversation(chat)
  if (await chat.getByRole('button', { name: en.key.set }).isVisible()) await setKey(app, hub.keys.fineGrained)
}

interface ListedModel {
  readonly id: string
  readonly providers: readonly { readonly status: string }[]
}

/** The ids of the models that the router lists with a live provider. */
async function fetchLiveModelIds(): Promise<readonly string[]> {
  const { data: listedModels }: { data: readonly ListedModel[] } = await (await fetch(`${hub.origin}/v1/models`)).json()
  return listedModels.filter(({ providers }) => providers.some(({ status }) => status === 'live')).map(({ id }) => id)
}

test('model picker › lists exactly the models with a live provider', async () => {
  const liveIds = await fetchLiveModelIds()
  await openPicker()
  await expect(grid()).toHaveAttribute('aria-rowcount', String(liveIds.length))
  expect(liveIds.length).toBeGreaterThanOrEqual(130)
  expect(liveIds).not.toContain('Qwen/Qwen3-0.6B')
  await search().fill('Qwen3-0.6B')
  await expect(chat.getByText(en.models.noMatch)).toBeVisible()
  await closePicker()
})

test('model picker › shows maker, context, price and providers of each model', async () => {
  await openPicker()
  await search().fill('gpt-oss-120b')
  await expect(rows().first()).toHaveText(
    /gpt-oss-120b.*openai.*reads about 98,000 words.*\$[\d.]+ to read, \$[\d.]+ to write.*9 providers/,
  )
  await closePicker()
})

test('model picker › searches names and makers while typing', async () => {
  await openPicker()
  await search().pressSequentially('zai air')
  await expect(rows().first()).toContainText('GLM-4.5-Air')
  const rowCount = await rows().count()
  await expect(chat.getByText(en.models.found_other.replace('{{count, number}}', String(rowCount)))).toBeVisible()
  await closePicker()
})

test('model picker › works with the keyboard alone', async () => {
  await openPicker()
  await chat.keyboard.type('glm-4.5')
  await expect(rows().first()).toContainText('GLM-4.5')
  await chat.keyboard.press('ArrowDown')
  await chat.keyboard.press('Enter')
  await expect(grid()).toHaveCount(0)
  await expect(chip('zai-org/GLM-4.5-Air')).toBeVisible()
})

test('model picker › opens at the model in use', async () => {
  await choose('GLM-4.5-Air')
  await openPicker()
  await expect(grid().getByRole('gridcell', { selected: true })).toBeInViewport()
  await chat.keyboard.press('Enter')
  await expect(chip('zai-org/GLM-4.5-Air')).toBeVisible()
})

test('model picker › suggests a first model that is in the list', async () => {
  const ids = ['zai-org/GLM-5', 'Qwen/Qwen2.5-72B-Instruct']
  await using other = await startHub({ chatModels: ids })
  const otherApp = await launch({ hub: other.origin })
  try {
    await expect(chip('Qwen/Qwen2.5-72B-Instruct', await otherApp.chatWindow())).toBeVisible()
  } finally {
    await otherApp.close()
  }
})

test('model picker › explains that no provider runs a model, and offers working alternatives', async () => {
  await ensureKeySet()
  for (const index of [0, 1]) {
    await startNewConversation(chat)
    await openPicker()
    await search().fill('distilgpt2')
    await chat.keyboard.press('Enter')
    await expect(chat.getByText(`${en.models.notServed.replace('{{id}}', 'distilgpt2')} ${en.models.similar}`)).toBeVisible()
    expect(await rows().count()).toBeGreaterThan(1)
    await rows().nth(index).getByRole('gridcell').first().click()
    await expect(grid()).toHaveCount(0)
    await sendPrompt(chat, '/say it works')
    await expect(chat.getByRole('main').getByRole('paragraph').getByText('it works', { exact: true })).toBeVisible()
  }
})

test('model picker › says that a name is unknown', async () => {
  await openPicker()
  await search().fill('nobody/nothing-7b')
  await chat.keyboard.press('Enter')
  await expect(chat.getByText(en.models.notFound.replace('{{id}}', 'nobody/nothing-7b'))).toBeVisible()
  await closePicker()
})

test('model picker › finds a text continuation model outside the list and labels it', async () => {
  await using hubWithServedModel = await startHub({ speed: 0, served: ['distilgpt2'] })
  const other = await launch({ hub: hubWithServedModel.origin })
  try {
    const page = await other.chatWindow()
    await setKey(other, hubWithServedModel.keys.fineGrained)
    await openPicker(page)
    await search(page).fill('distilgpt2')
    await page.keyboard.press('Enter')
    const chosen = chip('distilbert/distilgpt2', page)
    await expect(chosen).toContainText(en.tasks.badge.continue)
    await expect(page.getByPlaceholder(en.tasks.promptHint.continue.replace('{{model}}', 'distilgpt2'))).toBeVisible()
    await sendPrompt(page, 'Once upon a time')
    await expect(page.getByRole('article').last()).toContainText('and so the text continued')
    await expect(page.getByRole('article').last()).toContainText(en.tasks.badge.continue)
    const { path, body } = hubWithServedModel.requests.findLast(({ method }) => method === 'POST') ?? { path: '', body: '{}' }
    // Text generation at this provider: a prompt to continue, and no messages.
    expect(path).toBe('/hf-inference/models/distilbert/distilgpt2/v1/completions')
    expect(JSON.parse(body)).toMatchObject({ prompt: 'Once upon a time' })
  } finally {
    await other.close()
  }
})

// Last, because it closes the hub.
test('model picker › has its list offline after a restart, favourites and recent models first, and says why it is old', async () => {
  const liveIds = await fetchLiveModelIds()
  await choose('GLM-4.5-Air')
  await openPicker()
  await search().fill('kimi')
  await chat.keyboard.press('End')
  await chat.keyboard.press('ArrowRight')
  await chat.keyboard.press('Enter')
  const favouriteId = (await grid().getByRole('button', { pressed: true }).getAttribute('aria-label')) ?? ''
  await closePicker()
  await ensureKeySet()
  await sendPrompt(chat, '/say used')
  await app.close()
  await hub.close()
  await start()
  await openPicker()
  await chat.keyboard.press('PageUp')
  await expect(rows().nth(0)).toHaveText(en.models.favourites)
  await expect(rows().nth(1).getByRole('button', { name: favouriteId })).toBeVisible()
  await expect(rows().nth(2)).toHaveText(en.models.recent)
  await expect(rows().nth(3)).toContainText('GLM-4.5-Air')
  await search().fill('gpt-oss')
  await expect(rows().first()).toContainText('gpt-oss-120b')
  await search().fill('')
  await chat.getByRole('button', { name: en.models.refresh }).click()
  await expect(chat.getByText(en.models.stale.replace('{{reason}}', en.failures.offline))).toBeVisible()
  expect(Number(await grid().getAttribute('aria-rowcount'))).toBeGreaterThanOrEqual(liveIds.length)
})
