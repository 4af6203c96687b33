// Without a network: what still works, what is said, and that nothing is sent later without a click.

import { fillPlaceholders } from '../../../shared/fill-placeholders.ts'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import { setKey } from '../../pages/key-window.ts'
import type { Hub } from '../../stand-ins/hub/hub.ts'
import { listSentPrompts } from '../../support/hub-requests.ts'
import { callMain } from '../../support/page/call-main.ts'

/** The browser reports no network, and nothing listens at the hub's port: the page and main notice it in different ways. */
async function goOffline(chat: ChatPage, hub: Hub): Promise<void> {
  await hub.setFault('connection-refused')
  await chat.page.context().setOffline(true)
}

async function goOnline(chat: ChatPage, hub: Hub): Promise<void> {
  await hub.setFault(null)
  await chat.page.context().setOffline(false)
}

const unsentNotice = (chat: ChatPage, count: number) =>
  chat.page.getByText(fillPlaceholders(count === 1 ? en.notice.backOnline_one : en.notice.backOnline_other, { count }))

test.describe('offline', () => {
  test.use({ setup: { afterStart: ({ chat }) => chat.send('/say The herring swims in the north') } })
  test.beforeEach(({ chat }) => chat.startNewConversation())

  test('says so, while history, search, drafts and settings keep working', async ({ chat, hub }) => {
    await goOffline(chat, hub)
    await expect(chat.page.getByText(en.notice.offline)).toBeVisible()

    await chat.promptBox.field.fill('a draft of what to ask')
    await chat.sidebar.open('/say The herring swims in the north')
    await expect(chat.page.getByRole('main').getByRole('paragraph').getByText('The herring swims in the north').last()).toBeVisible()
    await chat.sidebar.search.fill('herring')
    await expect(chat.sidebar.highlights.first()).toBeVisible()
    await chat.sidebar.search.fill('')
    await chat.settings.open(en.settings.appearance)
    await chat.page.getByRole('radio', { name: en.settings.dark }).check({ force: true })
    await expect(chat.page.locator('html')).toHaveAttribute('data-appearance', 'dark')
    await chat.page.getByRole('radio', { name: en.settings.system }).check({ force: true })
    await chat.press('Escape')
    await chat.startNewConversation()
    await expect(chat.promptBox.field).toHaveValue('a draft of what to ask')
    await chat.promptBox.field.fill('')

    await goOnline(chat, hub)
    await expect(chat.page.getByText(en.notice.offline)).toHaveCount(0)
  })

  test('sends unsent prompts in order when back online, and only after a click', async ({ chat, hub }) => {
    await goOffline(chat, hub)
    await chat.send('/say first unsent')
    await expect(chat.page.getByText(en.failure.offlineKept)).toBeVisible()
    await chat.startNewConversation()
    await chat.send('/say second unsent')
    await chat.startNewConversation()
    await goOnline(chat, hub)
    await expect(unsentNotice(chat, 2)).toBeVisible()
    // After another prompt was answered, anything that is sent without a click would have been sent.
    await chat.send('/say something else')
    expect(listSentPrompts(hub).filter((prompt) => prompt.endsWith('unsent'))).toEqual([])

    await chat.sidebar.open('/say second unsent')
    await chat.page.getByRole('button', { name: en.notice.sendUnsent_other }).click()
    await expect(unsentNotice(chat, 2)).toHaveCount(0)
    await chat.conversation.waitForAnswerEnd(2)
    await expect(chat.conversation.paragraph('second unsent')).toBeVisible()
    await expect(chat.sidebar.row('/say first unsent')).toHaveAccessibleDescription(en.history.badges.answered)
    expect(listSentPrompts(hub).filter((prompt) => prompt.endsWith('unsent'))).toEqual(['/say first unsent', '/say second unsent'])
  })

  test('forgets prompts that were retried, sent with another or deleted; “Not now” keeps the rest', async ({ chat, hub }) => {
    await goOffline(chat, hub)
    for (const name of ['retried', 'joined', 'deleted', 'left']) {
      await chat.startNewConversation()
      await chat.send(`/say ${name}`)
    }
    await goOnline(chat, hub)
    await expect(unsentNotice(chat, 4)).toBeVisible()

    await chat.sidebar.open('/say retried')
    await chat.page.getByRole('button', { name: en.failure.retry }).click()
    await chat.conversation.waitForAnswerEnd(2)
    await expect(unsentNotice(chat, 3)).toBeVisible()
    await chat.sidebar.open('/say joined')
    await chat.send('/say and more')
    await expect(unsentNotice(chat, 2)).toBeVisible()
    await chat.sidebar.row('/say deleted').focus()
    await chat.press('Delete')
    await expect(unsentNotice(chat, 1)).toBeVisible()
    await chat.page.getByRole('button', { name: en.notice.notNow }).click()
    await expect(unsentNotice(chat, 1)).toHaveCount(0)
    await chat.sidebar.open('/say left')
    await expect(chat.page.getByText(en.failure.wasOffline)).toBeVisible()
    await expect(chat.page.getByRole('button', { name: en.failure.retry })).toBeVisible()
  })

  test('a card of an unsent prompt keeps its button after a restart', async ({ chat, app, hub }) => {
    await goOffline(chat, hub)
    await chat.send('/say over a restart')
    await app.close()
    await hub.setFault(null)
    await app.restart()
    await expect(chat.page.getByText(en.failure.wasOffline)).toBeVisible()
    await chat.startNewConversation()
    await setKey(app, hub.keys.fineGrained)
    await chat.sidebar.open('/say over a restart')
    await expect(chat.conversation.prompts.getByText('/say over a restart')).toBeVisible()
    await chat.page.getByRole('button', { name: en.failure.retry }).click()
    await expect(chat.conversation.paragraph('over a restart')).toBeVisible()
  })

  test('is shown when a list of models fails, until the next request succeeds', async ({ chat, hub }) => {
    await hub.setFault('connection-refused')
    await callMain(chat.page, 'models.refresh', undefined)
    await expect(chat.page.getByText(en.notice.offline)).toBeVisible()
    await hub.setFault(null)
    await chat.send('/say back again')
    await expect(chat.page.getByText(en.notice.offline)).toHaveCount(0)
  })
})
