// What people do with messages: each action by pointer or by keyboard, and what the model and the history receive.

import { fillPlaceholders } from '../../../shared/fill-placeholders.ts'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import { getLastSentChat, getLastSentTexts, listSentChats } from '../../support/hub-requests.ts'
import { callMain } from '../../support/page/call-main.ts'
import { installVoices } from '../../support/page/speech-synthesis.ts'
import { toPattern } from '../../support/words.ts'

const chatWords = en.chat

/** Selects this text of the last answer, as dragging over it would. */
async function selectText(chat: ChatPage, text: string): Promise<void> {
  await chat.conversation.lastMessage.getByText(text).evaluate((element, selection) => {
    const node = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode()
    const start = node?.nodeValue?.indexOf(selection) ?? -1
    if (node === null || start === -1) throw new Error(`No “${selection}”`)
    document.getSelection()?.setBaseAndExtent(node, start, node, start + selection.length)
  }, text)
}

test.describe('message actions', () => {
  test.beforeEach(({ chat }) => chat.startNewConversation())

  test('editing a prompt adds a branch, and the arrows switch between the branches', async ({ chat, hub }) => {
    await chat.send('/say one')
    await chat.send('/say two')
    await chat.send('/say three')
    await chat.button(chatWords.edit, chat.conversation.message(3)).click()
    await expect(chat.conversation.editor).toHaveValue('/say two')
    await chat.conversation.editor.fill('/say zwei')
    await chat.button(chatWords.editSend).click()
    await chat.conversation.waitForAnswerEnd(4)
    expect(getLastSentTexts(hub)).toEqual(['/say one', 'one', '/say zwei'])
    await expect(chat.conversation.promptVersion(2, 2)).toBeAttached()
    await chat.button(chatWords.previousPrompt).click()
    await expect(chat.conversation.message(6)).toContainText('three')
    await expect(chat.conversation.promptVersion(1, 2)).toBeAttached()
    await chat.page.reload()
    await expect(chat.conversation.message(6)).toContainText('three')
    await chat.button(chatWords.nextPrompt).click()
    await expect(chat.conversation.message(4)).toContainText('zwei')
    await expect(chat.conversation.message(5)).toHaveCount(0)
  })

  test('by keyboard: edits and sends a prompt, and keeps the focus on the pressed arrow', async ({ chat }) => {
    await chat.send('/say one')
    await chat.activate(chat.button(chatWords.edit).last())
    await expect(chat.conversation.editor).toBeFocused()
    await chat.press('Escape')
    await expect(chat.button(chatWords.edit)).toBeFocused()
    await chat.press('Enter')
    await chat.type(' and more')
    await chat.press('ControlOrMeta+Enter')
    await chat.conversation.waitForAnswerEnd(2)
    await expect(chat.conversation.message(2)).toContainText('one and more')
    await expect(chat.promptBox.field).toBeFocused()
    await chat.activate(chat.button(chatWords.previousPrompt).last())
    await expect(chat.conversation.promptVersion(1, 2)).toBeAttached()
    // There is nothing before the first version, so the focus moves to the other arrow.
    await expect(chat.button(chatWords.nextPrompt)).toBeFocused()
    await chat.press('Enter')
    await expect(chat.conversation.promptVersion(2, 2)).toBeAttached()
  })

  test('keeps the text in an editor while another conversation is open', async ({ chat }) => {
    await chat.send('/say where the edit is')
    await chat.button(chatWords.edit).click()
    await chat.conversation.editor.fill('half a thought')
    await chat.startNewConversation()
    await chat.sidebar.row('/say where the edit is').click()
    await expect(chat.conversation.editor).toHaveValue('half a thought')
    await chat.button(chatWords.editCancel).click()
    await expect(chat.conversation.message(1)).toContainText('/say where the edit is')
  })

  test('an edited prompt keeps its attachments, except those that were removed', async ({ chat, hub }) => {
    for (const text of ['first '.repeat(800), 'second '.repeat(800)]) {
      await chat.promptBox.paste(text)
    }
    await chat.send('Sum it up.')
    await chat.button(chatWords.edit).click()
    await chat.promptBox.removeButton(chatWords.attachmentName).click()
    await chat.button(chatWords.editSend).click()
    await chat.conversation.waitForAnswerEnd(2)
    await expect(chat.conversation.promptVersion(2, 2)).toBeAttached()
    expect(getLastSentTexts(hub)[0]).toBe(`Sum it up.\n\n${'second '.repeat(800)}`)
  })

  test('an editor opened during an answer says why it cannot send yet, and sends later', async ({ chat }) => {
    await chat.send('/say one')
    await chat.submit('/speed 20\n/length 4000')
    await expect(chat.conversation.message(4)).toContainText('This is sentence 1')
    await chat.button(chatWords.edit, chat.conversation.message(1)).click()
    await chat.conversation.editor.fill('/say uno')
    await expect(chat.page.getByText(chatWords.editWaits)).toBeVisible()
    await expect(chat.button(chatWords.editSend)).toBeDisabled()
    await chat.conversation.editor.press('ControlOrMeta+Enter')
    await expect(chat.conversation.editor).toHaveValue('/say uno')
    await chat.conversation.stopButton.click()
    await chat.conversation.waitForAnswerEnd(4)
    await chat.button(chatWords.editSend).click()
    await chat.conversation.waitForAnswerEnd(2)
    await expect(chat.conversation.message(2)).toContainText('uno')
  })

  test('an edited prompt with a secret is sent only after confirmation', async ({ chat, hub }) => {
    await chat.send('/say one')
    const before = listSentChats(hub).length
    await chat.button(chatWords.edit).click()
    await chat.conversation.editor.fill(`/say my key is ${hub.keys.write}`)
    await chat.button(chatWords.editSend).click()
    await expect(chat.page.getByText(en.secret.title)).toBeVisible()
    expect(listSentChats(hub)).toHaveLength(before)
    await chat.button(en.secret.remove).click()
    await expect(chat.conversation.editor).toBeFocused()
    await chat.button(en.secret.sendAnyway).click()
    await chat.conversation.waitForAnswerEnd(2)
    expect(listSentChats(hub)).toHaveLength(before + 1)
  })

  test('an edit that main refuses stays in its editor and can be sent later', async ({ chat }) => {
    await chat.send('/say one')
    const list = await callMain(chat.page, 'history.list', { after: null })
    const conversationId: string = Reflect.get(Object(list), 'value').conversations[0].id
    // The window does not know of the deletion, so main refuses what the window sends.
    await callMain(chat.page, 'history.delete', { conversationId })
    await chat.button(chatWords.edit).click()
    await chat.conversation.editor.fill('/say two')
    await chat.button(chatWords.editSend).click()
    await expect(chat.page.getByText(en.failures['bad-input'])).toBeVisible()
    await expect(chat.conversation.editor).toHaveValue('/say two')
    await expect(chat.conversation.message(2)).toContainText('one')
    await callMain(chat.page, 'history.undoDelete', { conversationId })
    await chat.button(chatWords.editSend).click()
    await expect(chat.conversation.promptVersion(2, 2)).toBeAttached()
    await chat.conversation.waitForAnswerEnd(2)
  })

  test('Retry adds another answer of the same model', async ({ chat, hub }) => {
    await chat.send('/say again')
    await chat.send('/say later')
    await chat.button(chatWords.retry, chat.conversation.message(2)).click()
    await chat.conversation.waitForAnswerEnd(2)
    expect(getLastSentChat(hub)).toMatchObject({ messages: [{ role: 'user', content: '/say again' }] })
    await expect(chat.conversation.answerVersion(2, 2)).toBeAttached()
    await chat.button(chatWords.previousAnswer).click()
    await expect(chat.conversation.message(4)).toContainText('later')
  })

  test('by keyboard: retries with another model', async ({ chat, hub }) => {
    await chat.send('/say again')
    const { model } = getLastSentChat(hub)
    await chat.activate(chat.button(chatWords.moreAnswer).last())
    await chat.chooseMenuItem(chatWords.retryWithOther)
    await expect(chat.dialog(en.models.retryTitle)).toBeVisible()
    await chat.type('qwen2.5-7b')
    await chat.press('Enter')
    await expect(chat.conversation.answerVersion(2, 2)).toBeAttached()
    await chat.conversation.waitForAnswerEnd(2)
    expect(getLastSentChat(hub).model).toContain('Qwen2.5-7B-Instruct')
    // The model chosen for the next prompt may differ from the model of an answer.
    await chat.button(chatWords.previousAnswer).click()
    await expect(chat.conversation.answerVersion(1, 2)).toBeAttached()
    await chat.conversation.chooseAction(
      chat.conversation.message(2),
      fillPlaceholders(chatWords.retryWith, { model: 'Qwen2.5-7B-Instruct' }),
    )
    await expect(chat.conversation.answerVersion(3, 3)).toBeAttached()
    await chat.conversation.waitForAnswerEnd(2)
    await chat.button(chatWords.previousAnswer).click()
    await chat.button(chatWords.previousAnswer).click()
    await chat.button(chatWords.retry).click()
    await expect(chat.conversation.answerVersion(4, 4)).toBeAttached()
    await chat.conversation.waitForAnswerEnd(2)
    expect(getLastSentChat(hub).model).toBe(model)
  })

  test('deletes an answer with what follows, restores it, and requests a new one', async ({ chat }) => {
    await chat.send('/say one')
    await chat.send('/say two')
    await chat.conversation.chooseAction(chat.conversation.message(2), chatWords.remove)
    await expect(chat.page.getByText(chatWords.deletedAnswerAndRest)).toBeVisible()
    await expect(chat.conversation.messages).toHaveCount(1)
    await chat.sidebar.undoButton.click()
    await expect(chat.conversation.messages).toHaveCount(4)
    await chat.conversation.chooseAction(chat.conversation.message(2), chatWords.remove)
    await chat.button(chatWords.answerPrompt).click()
    await chat.conversation.waitForAnswerEnd(2)
    await expect(chat.conversation.message(2)).toContainText('one')
  })

  test('by keyboard: deletes a prompt and restores it', async ({ chat }) => {
    await chat.send('/say one')
    await chat.send('/say two')
    await chat.activate(chat.button(chatWords.morePrompt).last())
    await chat.chooseMenuItem(chatWords.remove)
    await expect(chat.page.getByText(chatWords.deletedPrompt)).toBeVisible()
    await expect(chat.conversation.messages).toHaveCount(2)
    await expect(chat.promptBox.field).toBeFocused()
    await chat.activate(chat.button(en.history.undo).last())
    await expect(chat.conversation.messages).toHaveCount(4)
  })

  test('deleting the only first prompt deletes the conversation, and Undo restores it', async ({ chat }) => {
    await chat.send('/say the only one')
    await chat.conversation.chooseAction(chat.conversation.message(1), chatWords.remove)
    await expect(chat.conversation.messages).toHaveCount(0)
    await expect(chat.sidebar.row('/say the only one')).toHaveCount(0)
    await chat.sidebar.undoButton.last().click()
    await chat.sidebar.row('/say the only one').click()
    await expect(chat.conversation.messages).toHaveCount(2)
  })

  test('deleting a prompt while it is answered stops the answer', async ({ chat, hub }) => {
    await chat.send('/say one')
    await chat.submit('/speed 20\n/length 4000')
    await expect(chat.conversation.message(4)).toContainText('This is sentence 1')
    await chat.conversation.chooseAction(chat.conversation.message(3), chatWords.remove)
    await expect.poll(() => hub.requests.at(-1)?.closedEarly).toBe(true)
    await expect(chat.conversation.messages).toHaveCount(2)
    await chat.send('/say two')
  })

  test('a search result opens a message in a hidden branch', async ({ chat }) => {
    await chat.send('/say one fjord')
    await chat.button(chatWords.edit).click()
    await chat.conversation.editor.fill('/say another')
    await chat.button(chatWords.editSend).click()
    await chat.conversation.waitForAnswerEnd(2)
    await chat.sidebar.search.fill('fjord')
    await chat.sidebar.list.getByRole('listitem').first().getByRole('button').click()
    await expect(chat.conversation.message(2)).toContainText('one fjord')
    await expect(chat.conversation.promptVersion(1, 2)).toBeAttached()
    await chat.sidebar.search.fill('')
  })

  test('forks the conversation at a message', async ({ chat, hub }) => {
    await chat.send('/say one')
    await chat.send('/say two')
    const conversationCount = await chat.sidebar.rows.count()
    await chat.conversation.chooseAction(chat.conversation.message(2), chatWords.fork)
    await expect(chat.conversation.messages).toHaveCount(2)
    await expect(chat.sidebar.rows).toHaveCount(conversationCount + 1)
    await expect(chat.promptBox.field).toBeFocused()
    await chat.send('/say other')
    expect(getLastSentTexts(hub)).toEqual(['/say one', 'one', '/say other'])
    await chat.page.reload()
    await expect(chat.conversation.message(4)).toContainText('other')
  })

  test('by keyboard: forks the conversation', async ({ chat }) => {
    await chat.send('/say keyboard')
    await chat.activate(chat.button(chatWords.moreAnswer).last())
    await chat.chooseMenuItem(chatWords.fork)
    await expect(chat.promptBox.field).toBeFocused()
    await expect(chat.conversation.messages).toHaveCount(2)
    await expect(chat.sidebar.row('/say keyboard')).toHaveCount(2)
  })

  test('copies an answer as plain text, and a prompt as it was typed', async ({ chat }) => {
    await chat.send('/say # Title\n\nSome **bold** text with a [link](https://example.com/).\n\n1. one\n2. two')
    await chat.conversation.chooseAction(chat.conversation.message(2), chatWords.copyPlain)
    await expect(chat.page.getByText(chatWords.copied)).toBeVisible()
    await chat.promptBox.field.press('ControlOrMeta+v')
    await expect(chat.promptBox.field).toHaveValue('Title\n\nSome bold text with a link (https://example.com/).\n\n1. one\n2. two')
    await chat.promptBox.field.fill('')
    await chat.button(chatWords.copyPrompt).click()
    // The clipboard may still hold the earlier copy.
    await expect(async () => {
      await chat.promptBox.field.fill('')
      await chat.promptBox.field.press('ControlOrMeta+v')
      expect(await chat.promptBox.field.inputValue()).toMatch(/^\/say # Title\n\nSome \*\*bold/)
    }).toPass({ timeout: 10_000 })
    await chat.promptBox.field.fill('')
  })

  test('by keyboard: copies an answer as plain text', async ({ chat }) => {
    await chat.send('/say *slanted*')
    // The notice of an earlier copy would be taken for this one's.
    await expect(chat.page.getByText(chatWords.copied)).toHaveCount(0)
    await chat.activate(chat.button(chatWords.moreAnswer).last())
    await chat.chooseMenuItem(chatWords.copyPlain)
    await expect(chat.page.getByText(chatWords.copied)).toBeVisible()
    await chat.tabTo(chat.promptBox.field)
    await chat.press('ControlOrMeta+v')
    await expect(chat.promptBox.field).toHaveValue('slanted')
    await chat.promptBox.field.fill('')
  })

  test('quotes selected text behind what is in the prompt box', async ({ chat }) => {
    await chat.send('/say The sea is salt. The rivers are not.')
    await expect(chat.button(chatWords.quote)).toHaveCount(0)
    await chat.promptBox.field.fill('You said:')
    await selectText(chat, 'The sea is salt.')
    await chat.button(chatWords.quote).click()
    await expect(chat.promptBox.field).toHaveValue('You said:\n\n> The sea is salt.\n\n')
    await expect(chat.promptBox.field).toBeFocused()
    await expect(chat.button(chatWords.quote)).toHaveCount(0)
    await chat.type('Why?')
    await expect(chat.promptBox.field).toHaveValue('You said:\n\n> The sea is salt.\n\nWhy?')
    await chat.promptBox.field.fill('')
  })

  test('by keyboard: quotes the selection, or the whole answer without one', async ({ chat }) => {
    await chat.send('/say The sea is salt. The rivers are not.')
    await selectText(chat, 'The rivers are not.')
    await chat.activate(chat.button(chatWords.moreAnswer).last())
    await chat.chooseMenuItem(chatWords.quoteSelection)
    await expect(chat.promptBox.field).toBeFocused()
    await expect(chat.promptBox.field).toHaveValue('> The rivers are not.\n\n')
    await chat.promptBox.field.fill('')
    await chat.activate(chat.button(chatWords.moreAnswer).last())
    await chat.chooseMenuItem(chatWords.quote)
    await expect(chat.promptBox.field).toHaveValue('> The sea is salt. The rivers are not.\n\n')
    await chat.promptBox.field.fill('')
  })

  test('Stop all stops every answer, and is offered only while several are running', async ({ chat, hub }) => {
    await chat.submit('/speed 20\n/length 4000')
    await expect(chat.conversation.message(2)).toContainText('This is sentence 1')
    await expect(chat.page.getByRole('button', { name: toPattern(chatWords.stopAll) })).toHaveCount(0)
    await chat.startNewConversation()
    await chat.submit('/speed 20\n/length 4000')
    await expect(chat.conversation.message(2)).toContainText('This is sentence 1')
    const lastRequests = hub.requests.slice(-2)
    await chat.activate(chat.button(fillPlaceholders(chatWords.stopAll, { count: 2 })).last())
    await chat.conversation.waitForAnswerEnd(2)
    await expect.poll(() => lastRequests.map(({ closedEarly }) => closedEarly)).toEqual([true, true])
    await expect(chat.page.getByRole('button', { name: toPattern(chatWords.stopAll) })).toHaveCount(0)
  })

  test('reads an answer aloud by sentence with a local voice, until it is stopped', async ({ chat }) => {
    await chat.send('/say The **sea** is salt. The [rivers](https://example.com/) are not.\n\nRain is sweet.')
    await chat.button(chatWords.moreAnswer).click()
    // Without a voice in the browser nothing is offered.
    await expect(chat.menuItem(chatWords.copyPlain)).toBeVisible()
    await expect(chat.menuItem(chatWords.readAloud)).toHaveCount(0)
    await chat.press('Escape')
    const { heard, endSentence } = await installVoices(chat.page)
    await chat.conversation.chooseAction(chat.conversation.message(2), chatWords.readAloud)
    await expect.poll(async () => (await heard()).sentences).toEqual(['The sea is salt.'])
    await endSentence()
    expect(await heard()).toEqual({ sentences: ['The sea is salt.', 'The rivers are not.'], isCancelled: false })
    await chat.button(chatWords.stopReading).click()
    await expect(chat.button(chatWords.stopReading)).toHaveCount(0)
    expect((await heard()).isCancelled).toBe(true)
    await endSentence()
    expect((await heard()).sentences).toHaveLength(2)
    await chat.page.reload()
  })

  test('by keyboard: reads an answer aloud; Escape and leaving the conversation stop it', async ({ chat }) => {
    await chat.send('/say One. Two.')
    const { heard, endSentence } = await installVoices(chat.page)
    const read = async () => {
      await chat.activate(chat.button(chatWords.moreAnswer).last())
      await chat.chooseMenuItem(chatWords.readAloud)
      await expect(chat.button(chatWords.stopReading)).toBeVisible()
    }
    await read()
    await expect.poll(async () => (await heard()).sentences).toEqual(['One.'])
    await endSentence()
    await endSentence()
    await expect(chat.button(chatWords.stopReading)).toHaveCount(0)
    await read()
    // On a button with a visible tooltip, Escape would close the tooltip.
    await chat.tabTo(chat.promptBox.field)
    await expect.poll(async () => (await heard()).sentences).toEqual(['One.', 'Two.', 'One.'])
    await chat.press('Escape')
    await expect(chat.button(chatWords.stopReading)).toHaveCount(0)
    expect((await heard()).isCancelled).toBe(true)
    await read()
    await expect.poll(async () => (await heard()).sentences).toEqual(['One.', 'Two.', 'One.', 'One.'])
    await chat.startNewConversation()
    await endSentence()
    expect((await heard()).sentences).toHaveLength(4)
    await chat.page.reload()
  })
})
