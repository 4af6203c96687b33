// The model picker: the list, the search, the keyboard, favourites and recent models, and models outside the list.

import { fillPlaceholders } from '../../../shared/fill-placeholders.ts'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import { setKey } from '../../pages/key-window.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { fillFormatted } from '../../support/words.ts'

interface ListedModel {
  readonly id: string
  readonly providers: readonly { readonly status: string }[]
}

/** The ids of the models that the router lists with a live provider. */
async function fetchLiveModelIds(hub: Hub): Promise<readonly string[]> {
  const { data: listedModels }: { data: readonly ListedModel[] } = await (await fetch(`${hub.origin}/v1/models`)).json()
  return listedModels.filter(({ providers }) => providers.some(({ status }) => status === 'live')).map(({ id }) => id)
}

test.describe('model picker', () => {
  test('lists exactly the models with a live provider', async ({ chat, hub }) => {
    const liveIds = await fetchLiveModelIds(hub)
    await chat.modelPicker.open()
    await expect(chat.modelPicker.grid).toHaveAttribute('aria-rowcount', String(liveIds.length))
    expect(liveIds.length).toBeGreaterThanOrEqual(130)
    expect(liveIds).not.toContain('Qwen/Qwen3-0.6B')
    await chat.modelPicker.search.fill('Qwen3-0.6B')
    await expect(chat.page.getByText(en.models.noMatch)).toBeVisible()
    await chat.modelPicker.close()
  })

  test('shows maker, context, price and providers of each model', async ({ chat }) => {
    await chat.modelPicker.open()
    await chat.modelPicker.search.fill('gpt-oss-120b')
    await expect(chat.modelPicker.rows.first()).toHaveText(
      /gpt-oss-120b.*openai.*reads about 98,000 words.*\$[\d.]+ to read, \$[\d.]+ to write.*9 providers/,
    )
    await chat.modelPicker.close()
  })

  test('searches names and makers while typing', async ({ chat }) => {
    await chat.modelPicker.open()
    await chat.modelPicker.search.pressSequentially('zai air')
    await expect(chat.modelPicker.rows.first()).toContainText('GLM-4.5-Air')
    const rowCount = await chat.modelPicker.rows.count()
    await expect(chat.page.getByText(fillFormatted(en.models.found_other, { count: rowCount }))).toBeVisible()
    await chat.modelPicker.close()
  })

  test('works with the keyboard alone', async ({ chat }) => {
    await chat.modelPicker.open()
    await chat.type('glm-4.5')
    await expect(chat.modelPicker.rows.first()).toContainText('GLM-4.5')
    await chat.press('ArrowDown')
    await chat.press('Enter')
    await expect(chat.modelPicker.grid).toHaveCount(0)
    await expect(chat.promptBox.chosenModel('zai-org/GLM-4.5-Air')).toBeVisible()
  })

  test('opens at the model in use', async ({ chat }) => {
    await chat.modelPicker.choose('GLM-4.5-Air')
    await chat.modelPicker.open()
    await expect(chat.modelPicker.grid.getByRole('gridcell', { selected: true })).toBeInViewport()
    await chat.press('Enter')
    await expect(chat.promptBox.chosenModel('zai-org/GLM-4.5-Air')).toBeVisible()
  })

  test('suggests a first model that is in the list', async ({ launchApp }) => {
    await using hub = await startHub({ chatModels: ['zai-org/GLM-5', 'Qwen/Qwen2.5-72B-Instruct'] })
    const { chat } = await launchApp({ hub: hub.origin })
    await expect(chat.promptBox.chosenModel('Qwen/Qwen2.5-72B-Instruct')).toBeVisible()
  })

  test('explains that no provider runs a model, and offers working alternatives', async ({ chat }) => {
    for (const index of [0, 1]) {
      await chat.startNewConversation()
      await chat.modelPicker.open()
      await chat.modelPicker.search.fill('distilgpt2')
      await chat.press('Enter')
      await expect(chat.page.getByText(`${fillPlaceholders(en.models.notServed, { id: 'distilgpt2' })} ${en.models.similar}`)).toBeVisible()
      expect(await chat.modelPicker.rows.count()).toBeGreaterThan(1)
      await chat.modelPicker.rows.nth(index).getByRole('gridcell').first().click()
      await expect(chat.modelPicker.grid).toHaveCount(0)
      await chat.send('/say it works')
      await expect(chat.conversation.paragraph('it works')).toBeVisible()
    }
  })

  test('says that a name is unknown', async ({ chat }) => {
    await chat.modelPicker.open()
    await chat.modelPicker.search.fill('nobody/nothing-7b')
    await chat.press('Enter')
    await expect(chat.page.getByText(fillPlaceholders(en.models.notFound, { id: 'nobody/nothing-7b' }))).toBeVisible()
    await chat.modelPicker.close()
  })

  test('finds a text continuation model outside the list and labels it', async ({ launchApp }) => {
    await using hub = await startHub({ speed: 0, served: ['distilgpt2'] })
    const { app, chat } = await launchApp({ hub: hub.origin })
    await setKey(app, hub.keys.fineGrained)
    await chat.modelPicker.choose('distilgpt2')
    await expect(chat.promptBox.chosenModel('distilbert/distilgpt2')).toContainText(en.tasks.badge.continue)
    await expect(chat.page.getByPlaceholder(fillPlaceholders(en.tasks.promptHint.continue, { model: 'distilgpt2' }))).toBeVisible()
    await chat.send('Once upon a time')
    await expect(chat.conversation.lastMessage).toContainText('and so the text continued')
    await expect(chat.conversation.lastMessage).toContainText(en.tasks.badge.continue)
    const { path, body } = hub.requests.findLast(({ method }) => method === 'POST') ?? { path: '', body: '{}' }
    // Text generation at this provider: a prompt to continue, and no messages.
    expect(path).toBe('/hf-inference/models/distilbert/distilgpt2/v1/completions')
    expect(JSON.parse(body)).toMatchObject({ prompt: 'Once upon a time' })
  })

  test('works offline after a restart, with favourites and recent models first', async ({ chat, app, hub }) => {
    const liveIds = await fetchLiveModelIds(hub)
    await chat.modelPicker.choose('GLM-4.5-Air')
    await chat.modelPicker.open()
    await chat.modelPicker.search.fill('kimi')
    await chat.press('End')
    await chat.press('ArrowRight')
    await chat.press('Enter')
    const favouriteId = (await chat.modelPicker.grid.getByRole('button', { pressed: true }).getAttribute('aria-label')) ?? ''
    await chat.modelPicker.close()
    await chat.startNewConversation()
    await chat.send('/say used')
    await hub.setFault('connection-refused', { scope: 'everything' })
    await app.restart()
    await chat.modelPicker.open()
    await chat.press('PageUp')
    await expect(chat.modelPicker.rows.nth(0)).toHaveText(en.models.favourites)
    await expect(chat.modelPicker.rows.nth(1).getByRole('button', { name: favouriteId })).toBeVisible()
    await expect(chat.modelPicker.rows.nth(2)).toHaveText(en.models.recent)
    await expect(chat.modelPicker.rows.nth(3)).toContainText('GLM-4.5-Air')
    await chat.modelPicker.search.fill('gpt-oss')
    await expect(chat.modelPicker.rows.first()).toContainText('gpt-oss-120b')
    await chat.modelPicker.search.fill('')
    await chat.page.getByRole('button', { name: en.models.refresh }).click()
    await expect(chat.page.getByText(fillPlaceholders(en.models.stale, { reason: en.failures.offline }))).toBeVisible()
    expect(Number(await chat.modelPicker.grid.getAttribute('aria-rowcount'))).toBeGreaterThanOrEqual(liveIds.length)
  })
})
