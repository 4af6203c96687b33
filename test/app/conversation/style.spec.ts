// Style and instructions: what is chosen is what is sent, kept over a restart, and taken back when a provider refuses it.

import { fillPlaceholders } from '../../../shared/fill-placeholders.ts'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import type { Hub } from '../../stand-ins/hub/hub.ts'
import { expectNoAxeViolations } from '../../support/axe.ts'
import { fakeKey } from '../../support/data/key-fixtures.ts'
import { listSentChats } from '../../support/hub-requests.ts'

const stylePopover = (chat: ChatPage) => chat.dialog(en.style.title)
const instructionsField = (chat: ChatPage) => chat.page.getByRole('textbox', { name: en.instructions.label })

/** What the newest request contains besides what every request has. */
function readSentSettings(hub: Hub): Readonly<Record<string, unknown>> {
  const newest = hub.requests.findLast(({ path }) => path.endsWith('/chat/completions'))
  const { model: _, stream: __, stream_options: ___, ...rest } = JSON.parse(newest?.body ?? '{}')
  return rest
}

const readSettings = (hub: Hub) => {
  const { messages: _, ...rest } = readSentSettings(hub)
  return rest
}

/** Chooses in the popover, and closes it. */
async function chooseStyles(chat: ChatPage, ...names: readonly string[]): Promise<void> {
  await chat.promptBox.styleButton.click()
  for (const name of names) await stylePopover(chat).getByText(name, { exact: true }).click()
  await chat.press('Escape')
  await expect(stylePopover(chat)).toHaveCount(0)
}

async function resetStyle(chat: ChatPage): Promise<void> {
  await chat.promptBox.styleButton.click()
  const reset = stylePopover(chat).getByRole('button', { name: en.style.reset })
  if (await reset.isVisible()) await reset.click()
  await chat.press('Escape')
  await expect(chat.promptBox.styleButton).toHaveAccessibleName('Style: Balanced')
}

async function writeInstructions(chat: ChatPage, text: string): Promise<void> {
  await chat.promptBox.styleButton.click()
  await stylePopover(chat).getByRole('button', { name: en.instructions.open }).click()
  await instructionsField(chat).fill(text)
  await chat.button(en.instructions.done).click()
  await expect(chat.dialog()).toHaveCount(0)
}

test.describe('style and instructions', () => {
  test.use({ setup: { keychain: 'unlocked' } })

  test('Balanced sends only the prompt, and shows no style below the answer', async ({ chat, hub }) => {
    await chat.send('/say Yes.')
    expect(readSentSettings(hub)).toEqual({ messages: [{ role: 'user', content: '/say Yes.' }] })
    await expect(chat.conversation.lastMessage).not.toContainText(en.style.balanced)
  })

  test('a style chosen by keyboard is sent, and shown below the answer', async ({ chat, hub }) => {
    await chat.startNewConversation()
    await chat.promptBox.styleButton.focus()
    await chat.press('Enter')
    const balanced = stylePopover(chat).getByRole('radio', { name: en.style.balanced })
    await expect(balanced).toBeFocused()
    await chat.press('ArrowUp')
    await expect(stylePopover(chat).getByRole('radio', { name: en.style.precise })).toBeChecked()
    await chat.press('Tab')
    await expect(stylePopover(chat).getByRole('radio', { name: en.style.normal })).toBeFocused()
    await chat.press('ArrowLeft')
    await chat.press('Escape')
    await expect(chat.promptBox.styleButton).toBeFocused()
    await expect(chat.promptBox.styleButton).toHaveAccessibleName('Style: Precise, short')
    await chat.send('/say Yes.')
    expect(readSettings(hub)).toEqual({ temperature: 0.2 })
    expect(readSentSettings(hub)['messages']).toEqual([
      { role: 'system', content: expect.stringMatching(/briefly/) },
      { role: 'user', content: '/say Yes.' },
    ])
    await expect(chat.conversation.lastMessage).toContainText('Precise, short')
  })

  test('a new conversation has the last style, and older ones keep theirs', async ({ chat, hub }) => {
    await chat.startNewConversation()
    await expect(chat.promptBox.styleButton).toHaveAccessibleName('Style: Precise, short')
    await chooseStyles(chat, en.style.creative, en.style.normal)
    await chat.send('/say The creative one.')
    expect(readSettings(hub)).toEqual({ temperature: 1 })
    await chat.sidebar.list.getByText('/say Yes.').first().click()
    await expect(chat.promptBox.styleButton).toHaveAccessibleName('Style: Precise, short')
  })

  test('Advanced takes a valid number and rejects an invalid one', async ({ chat, app, hub }) => {
    await chat.startNewConversation()
    await resetStyle(chat)
    await chat.promptBox.styleButton.click()
    await stylePopover(chat).getByText(en.style.advanced, { exact: true }).click()
    const temperature = stylePopover(chat).getByRole('textbox', { name: en.style.names.temperature })
    await temperature.fill('0,5')
    await stylePopover(chat).getByRole('textbox', { name: en.style.names.stopWords }).fill('END\nSTOP')
    const seed = stylePopover(chat).getByRole('textbox', { name: en.style.names.seed })
    await seed.fill('7')
    await seed.fill('7.5')
    await expect(stylePopover(chat).getByText(en.style.invalidValue)).toBeVisible()
    await expectNoAxeViolations(app, chat.page)
    await chat.press('Escape')
    await chat.send('/say Yes.')
    expect(readSettings(hub)).toEqual({ temperature: 0.5, seed: 7, stop: ['END', 'STOP'] })
    await resetStyle(chat)
  })

  test('offers effort only for a model that was seen to reason', async ({ chat, hub }) => {
    await chat.startNewConversation()
    const effort = stylePopover(chat).getByText(en.style.names.effort)
    await chat.promptBox.styleButton.click()
    await stylePopover(chat).getByText(en.style.advanced, { exact: true }).click()
    await expect(stylePopover(chat).getByText(en.style.names.seed)).toBeVisible()
    await expect(effort).toHaveCount(0)
    await chat.press('Escape')
    await chat.send('/think\nWhy?')
    await chat.promptBox.styleButton.click()
    await stylePopover(chat).getByText(en.style.advanced, { exact: true }).click()
    await chat
      .dialog(en.style.title)
      .getByRole('button', { name: new RegExp(en.style.names.effort) })
      .click()
    await chat.page.getByRole('option', { name: en.style.low }).click()
    await chat.press('Escape')
    await chat.send('/say Yes.')
    expect(readSettings(hub)).toEqual({ reasoning_effort: 'low' })
    await resetStyle(chat)
  })

  test('names the setting that a provider refuses, and sends again without it', async ({ chat, hub }) => {
    await chat.startNewConversation()
    await chooseStyles(chat, en.style.precise)
    await chat.send('/refuse temperature\nWhy?')
    await expect(
      chat.conversation.lastMessage.getByText(fillPlaceholders(en.failure.settingRefused, { setting: en.style.names.temperature })),
    ).toBeVisible()
    await chat.button(en.failure.withoutSetting).click()
    await expect(chat.conversation.lastMessage.getByText(/^by \S+ ·/)).toBeVisible()
    expect(readSettings(hub)).toEqual({})
    await expect(chat.promptBox.styleButton).toHaveAccessibleName('Style: Balanced')
  })

  test('says when a model takes no instructions', async ({ chat }) => {
    await chat.startNewConversation()
    await writeInstructions(chat, 'Use simple words.')
    await chat.send('/refuse system\nWhy?')
    await expect(chat.conversation.lastMessage.getByText(en.failure.instructionsRefused)).toBeVisible()
  })

  test('keeps instructions over a restart, before and after the first prompt', async ({ chat, app, hub }) => {
    await chat.startNewConversation()
    await chat.send('/say Riddles.')
    await writeInstructions(chat, 'Answer in')
    await chat.button(en.instructions.chip).click()
    await instructionsField(chat).fill('Answer in riddles.')
    await chat.press('Escape')
    await chat.startNewConversation()
    await writeInstructions(chat, 'Answer in')
    await chat.button(en.instructions.chip).click()
    await instructionsField(chat).fill('Answer in rhymes.')
    await app.restart()
    await chat.button(en.instructions.chip).click()
    await expect(instructionsField(chat)).toHaveValue('Answer in rhymes.')
    await expectNoAxeViolations(app, chat.page)
    await chat.press('Escape')
    await chat.send('/say Yes.')
    expect(readSentSettings(hub)['messages']).toEqual([
      { role: 'system', content: 'Answer in rhymes.' },
      { role: 'user', content: '/say Yes.' },
    ])
    await chat.sidebar.list.getByText('/say Riddles.').first().click()
    await chat.button(en.instructions.chip).click()
    await expect(instructionsField(chat)).toHaveValue('Answer in riddles.')
    await chat.press('Escape')
  })

  test('asks before sending instructions that contain a secret', async ({ chat, hub }) => {
    await chat.startNewConversation()
    await expect(chat.button(en.instructions.chip)).toHaveCount(0)
    await writeInstructions(chat, `Use ${fakeKey} where a key is asked for.`)
    const sentBefore = listSentChats(hub).length
    await chat.promptBox.field.fill('/say Yes.')
    await chat.promptBox.field.press('Enter')
    await expect(chat.secretReview.card.getByText(/^In your instructions: /)).toBeVisible()
    await chat.secretReview.removeButton.click()
    await expect(instructionsField(chat)).toBeFocused()
    await chat.press('Escape')
    expect(listSentChats(hub)).toHaveLength(sentBefore)
    await chat.secretReview.sendAnywayButton.click()
    await expect(chat.conversation.lastMessage.getByText(/^by \S+ ·/)).toBeVisible()
    await chat.send('/say Again.')
    await expect(chat.secretReview.card).toHaveCount(0)
  })

  test('a new conversation starts with the instructions from the settings', async ({ chat, app, hub }) => {
    await chat.startNewConversation()
    await chat.settings.open(en.settings.instructions)
    await instructionsField(chat).fill('Call me Ada.')
    await expectNoAxeViolations(app, chat.page)
    await chat.press('Escape')
    await chat.send('/say Yes.')
    expect(readSentSettings(hub)['messages']).toEqual([
      { role: 'system', content: 'Call me Ada.' },
      { role: 'user', content: '/say Yes.' },
    ])
    await chat.startNewConversation()
    await expect(chat.button(en.instructions.chip)).toBeVisible()
  })
})
