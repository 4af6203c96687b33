// Several answers at once: the badges in the history for answers of conversations that are not open.

import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'

const { writing, answered, failed } = en.history.badges

test.describe('badges of running answers', () => {
  test.beforeEach(({ chat }) => chat.startNewConversation())

  test('a conversation is marked while its answer is written, and until it is opened', async ({ chat }) => {
    await chat.submit('/speed 3\n/say One word after the other comes slowly.')
    const first = chat.sidebar.row('/speed 3 /say One word after the other comes slowly.')
    await expect(first).toHaveAccessibleDescription(writing)
    await chat.startNewConversation()
    await expect(first).toHaveAccessibleDescription(writing)
    await chat.submit('/say Meanwhile')
    await chat.conversation.waitForAnswerEnd(2)
    await expect(chat.sidebar.row('/say Meanwhile')).toHaveAccessibleDescription('')
    await expect(first).toHaveAccessibleDescription(answered)
    await first.click()
    await expect(first).toHaveAccessibleDescription('')
    await chat.sidebar.row('/say Meanwhile').click()
    await expect(first).toHaveAccessibleDescription('')
  })

  test('a conversation is marked when its answer failed before its first words', async ({ chat, hub }) => {
    await chat.submit('/wait 30000\nThis fails.')
    await chat.startNewConversation()
    const title = '/wait 30000 This fails.'
    await expect(chat.sidebar.row(title)).toHaveAccessibleDescription(writing)
    // The stand-in stops listening and cuts its connections.
    await hub.setFault('connection-refused')
    await expect(chat.sidebar.row(title)).toHaveAccessibleDescription(failed)
    await hub.setFault(null)
    await chat.sidebar.row(title).click()
    await expect(chat.page.getByRole('main').getByRole('region').getByText(en.failure.details, { exact: true })).toBeVisible()
    await expect(chat.sidebar.row(title)).toHaveAccessibleDescription('')
  })

  test('a conversation deleted while it is answered is not marked after Undo', async ({ chat, hub }) => {
    await chat.submit('/speed 200\n/length 20000\nIt goes on.')
    await chat.conversation.lastMessage.getByText('This is sentence').first().waitFor()
    const request = hub.requests.at(-1)
    const title = '/speed 200 /length 20000 It goes on.'
    await chat.startNewConversation()
    await expect(chat.sidebar.row(title)).toHaveAccessibleDescription(writing)
    await chat.sidebar.row(title).press('Delete')
    await expect(chat.sidebar.row(title)).toHaveCount(0)
    await expect.poll(() => request?.closedEarly).toBe(true)
    await chat.sidebar.undoButton.click()
    await expect(chat.sidebar.row(title)).toBeVisible()
    await expect(chat.sidebar.row(title)).toHaveAccessibleDescription('')
  })
})
