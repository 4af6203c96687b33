// Servers added by the person: adding one, its models in the picker, a chat without a Hugging Face key, a restart, an unreachable server, and
// removing it.

import { fillPlaceholders } from '../../../shared/fill-placeholders.ts'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import { setKey } from '../../pages/key-window.ts'
import { startLocalServer, type LocalServer } from '../../stand-ins/own-server/local-server.ts'
import { canaryForms, findForms } from '../../support/process/canary-forms.ts'
import { caseCount, getProofTarget, recordProof } from '../../support/proof.ts'
import { fillFormatted } from '../../support/words.ts'

const twoModels = fillFormatted(en.servers.modelCount_other, { count: 2 })

async function removeAllServers(chat: ChatPage): Promise<void> {
  await chat.settings.open(en.settings.servers)
  for (let remaining = await chat.settings.servers.items.count(); remaining > 0; remaining -= 1) {
    await chat.settings.servers.removeFirst()
    await expect(chat.settings.servers.items).toHaveCount(remaining - 1)
  }
  await chat.closeDialogs()
}

async function addServer(chat: ChatPage, server: LocalServer): Promise<void> {
  await chat.settings.open(en.settings.servers)
  await chat.settings.servers.add('Home', `127.0.0.1:${server.port}`)
  await expect(chat.settings.servers.items).toContainText(twoModels)
}

test.describe('own server', () => {
  // The last test alone needs a key.
  test.use({ setup: { key: 'none' } })
  test.beforeEach(({ chat }) => chat.startNewConversation())
  test.afterEach(async ({ chat }) => {
    await chat.closeDialogs()
    await removeAllServers(chat)
  })

  test('is added with name and address, and shows how many models it has', async ({ chat, ownServer }) => {
    await addServer(chat, ownServer)
    await expect(chat.settings.servers.items).toHaveText([/^Home.*http:\/\/127\.0\.0\.1:\d+\/v1.*No key is sent\./])
    await expect(chat.button(en.servers.add)).toBeFocused()
    await chat.closeDialogs()
    await chat.modelPicker.choose('home llama')
    await chat.settings.open(en.settings.servers)
    await chat.button(en.servers.chooseModel).click()
    // The picker opens at the model in use.
    await expect(chat.modelPicker.rows.nth(0)).toHaveText('Home')
    await expect(chat.modelPicker.rows.nth(1)).toContainText('llama3.2:3bat Home')
    await expect(chat.modelPicker.rows.nth(2)).toContainText('small.gguf/models/small.gguf at Home')
    await expect(chat.modelPicker.rows.nth(3)).toHaveText(en.models.onHub)
  })

  test('answers without a Hugging Face key, also after a restart', async ({ chat, app, hub, ownServer }) => {
    await expect(chat.button(en.key.set)).toBeVisible()
    await addServer(chat, ownServer)
    await chat.closeDialogs()
    await chat.modelPicker.choose('home llama')
    await expect(chat.promptBox.chosenModel('llama3.2:3b at Home')).toBeVisible()
    await expect(chat.page.getByRole('heading', { name: en.chat.greeting })).toBeVisible()
    await chat.send('Are you there?')
    const answer = () => chat.page.getByRole('article', { name: fillPlaceholders(en.chat.answerFrom, { model: 'llama3.2:3b at Home' }) })
    await expect(answer()).toContainText('llama3.2:3b was asked: Are you there?')
    await expect(answer()).toContainText(fillPlaceholders(en.chat.by, { provider: 'Home' }))
    await app.restart()
    await expect(answer()).toContainText('Are you there?')
    await chat.startNewConversation()
    await expect(chat.promptBox.chosenModel('llama3.2:3b at Home')).toBeVisible()
    await chat.send('And now?')
    await expect(answer()).toContainText('llama3.2:3b was asked: And now?')
    expect(hub.requests.filter(({ method }) => method === 'POST')).toEqual([])
    expect(ownServer.requests.filter(({ headers }) => 'authorization' in headers)).toEqual([])
  })

  test('with a forbidden address is refused with a reason, before any request', async ({ chat }) => {
    await chat.settings.open(en.settings.servers)
    await chat.button(en.servers.add).click()
    for (const [address, expectedMessage] of [
      ['', en.servers.invalid.empty],
      ['http://models.example.com/v1', en.servers.invalid['not-encrypted']],
      ['https://name:word@models.example.com/v1', en.servers.invalid.password],
      ['https://models.example.com/v1?key=x', en.servers.invalid.extra],
      ['two words', en.servers.invalid.unreadable],
    ] as const) {
      await chat.settings.servers.fillForm('Home', address)
      await expect(chat.settings.panel.getByText(expectedMessage)).toBeVisible()
      await expect(chat.button(en.servers.addAnyway)).toHaveCount(0)
    }
  })

  test('that does not answer is added on a second click, and found when it starts', async ({ chat, ownServer }) => {
    const { port } = ownServer
    await ownServer.close()
    await chat.settings.open(en.settings.servers)
    await chat.button(en.servers.add).click()
    await chat.settings.servers.fillForm('Home', ownServer.address)
    await expect(chat.settings.panel.getByText(en.failures['server-unreachable'])).toBeVisible()
    await chat.button(en.servers.addAnyway).click()
    await expect(chat.settings.servers.items).toContainText(en.failures['server-unreachable'])
    await using restarted = await startLocalServer({ port })
    await chat.button(en.servers.change).click()
    await chat.button(en.servers.save).click()
    await expect(chat.settings.servers.items).toContainText(twoModels)
    expect(restarted.requests.length).toBeGreaterThan(0)
  })

  test('that requires a key gets another message than a wrong address', async ({ chat, ownServer }) => {
    await using closed = await startLocalServer({ key: 'sk-secret' })
    await chat.settings.open(en.settings.servers)
    await chat.button(en.servers.add).click()
    await chat.settings.servers.fillForm('Hub', `${ownServer.origin}/elsewhere`)
    await expect(chat.settings.panel.getByText(en.servers.notModelServer)).toBeVisible()
    await chat.settings.servers.fillForm('Closed', closed.origin)
    await expect(chat.settings.panel.getByText(en.servers.needsKey)).toBeVisible()
  })

  test('is offered the Hugging Face key only on a Hugging Face host', async ({ chat, ownServer }) => {
    await chat.settings.open(en.settings.servers)
    await chat.button(en.servers.add).click()
    const useKeyCheckbox = chat.page.getByRole('checkbox', { name: en.servers.useHuggingFaceKey })
    await chat.settings.servers.addressField.fill('https://abc.us-east-1.aws.endpoints.huggingface.cloud')
    await expect(useKeyCheckbox).not.toBeChecked()
    for (const other of [ownServer.address, 'https://abc.endpoints.huggingface.cloud.example.com', 'https://huggingface.co/v1']) {
      await chat.settings.servers.addressField.fill(other)
      await expect(useKeyCheckbox).toHaveCount(0)
    }
  })

  test('that stopped keeps its models with the reason, and a run leads to the settings', async ({ chat, ownServer }) => {
    await addServer(chat, ownServer)
    await chat.closeDialogs()
    await chat.modelPicker.choose('home llama')
    await ownServer.close()
    await chat.send('Are you there?')
    const card = chat.page.getByRole('region', { name: en.failures['server-unreachable'] })
    await card.getByRole('button', { name: en.failure['open-servers'] }).click()
    await expect(chat.settings.tab(en.settings.servers)).toHaveAttribute('aria-selected', 'true')
    await chat.closeDialogs()
    await chat.pressCommand('chooseModel')
    await chat.modelPicker.refreshButton.click()
    await chat.press('Home')
    await chat.press('PageUp')
    await expect(chat.modelPicker.grid.getByText(en.failures['server-unreachable'])).toBeVisible()
    await chat.modelPicker.search.fill('home')
    await expect(chat.modelPicker.rows).toContainText(['llama3.2:3b', 'small.gguf'])
  })

  test('has its new name everywhere, also under earlier answers', async ({ chat, ownServer }) => {
    await addServer(chat, ownServer)
    await chat.closeDialogs()
    await chat.modelPicker.choose('home llama')
    await chat.send('Hello')
    await chat.settings.open(en.settings.servers)
    await chat.button(en.servers.change).click()
    await chat.settings.servers.fillForm('My desk', ownServer.address, en.servers.save)
    await expect(chat.settings.servers.items).toContainText('My desk')
    await chat.closeDialogs()
    await expect(chat.promptBox.chosenModel('llama3.2:3b at My desk')).toBeVisible()
    await expect(chat.page.getByRole('heading', { name: 'llama3.2:3b' })).toContainText('at My desk')
  })

  test('leaves the list when removed; its conversations stay and go nowhere else', async ({ chat, hub, ownServer }) => {
    await addServer(chat, ownServer)
    await chat.closeDialogs()
    await chat.modelPicker.choose('home llama')
    await chat.send('Only for home')
    await chat.settings.open(en.settings.servers)
    await chat.button(en.servers.remove).click()
    await chat.alertDialog.getByRole('button', { name: en.settings.cancel }).click()
    await expect(chat.settings.servers.items).toHaveCount(1)
    await chat.button(en.servers.remove).click()
    await chat.button(en.servers.removeConfirm).click()
    await expect(chat.settings.servers.items).toHaveCount(0)
    await expect(chat.button(en.servers.add)).toBeFocused()
    await chat.closeDialogs()
    await expect(chat.conversation.lastMessage).toContainText('llama3.2:3b was asked: Only for home')
    await chat.send('And this?')
    await expect(chat.page.getByRole('region', { name: en.failures['server-removed'] })).toBeVisible()
    expect(hub.requests.filter(({ method }) => method === 'POST')).toEqual([])
    await chat.startNewConversation()
    await expect(chat.page.getByRole('button', { name: /^Model: [^@]*\// })).toBeVisible()
  })

  test('[row 7] never receives the Hugging Face key in a session with both', async ({ chat, app, hub, ownServer }) => {
    const rounds = caseCount(1, 10)
    test.setTimeout(60_000 + rounds * 20_000)
    await setKey(app, hub.keys.fineGrained)
    await addServer(chat, ownServer)
    await chat.closeDialogs()
    for (let round = 1; round <= rounds; round += 1) {
      await chat.startNewConversation()
      await chat.modelPicker.choose('Qwen2.5-72B')
      await chat.send('/say to Hugging Face')
      await chat.modelPicker.choose('home llama')
      await chat.send(`To home, round ${round}`)
      await chat.modelPicker.choose('Qwen2.5-72B')
      await chat.send('/fault key-rejected\nThis will fail.')
      await chat.modelPicker.choose('home llama')
      await chat.send('And again')
      await chat.settings.open(en.settings.servers)
      await chat.button(en.servers.change).click()
      await chat.settings.servers.fillForm(`Home ${round}`, ownServer.address, en.servers.save)
      await expect(chat.settings.servers.items).toContainText(`Home ${round}`)
      await chat.closeDialogs()
      await chat.pressCommand('chooseModel')
      await chat.modelPicker.refreshButton.click()
      await chat.closeDialogs()
    }
    const forms = canaryForms(hub.keys.fineGrained)
    const findKeyForms = (part: 'headers' | 'body') =>
      ownServer.requests.flatMap((request) => findForms(JSON.stringify(request[part]), forms))
    // Control: the key reached Hugging Face, and the prompts reached the server.
    expect(hub.requests.some(({ headers }) => headers['authorization']?.includes(hub.keys.fineGrained))).toBe(true)
    expect(ownServer.requests.filter(({ method }) => method === 'POST')).toHaveLength(2 * rounds)
    expect([findKeyForms('headers'), findKeyForms('body')]).toEqual([[], []])
    const cases = ownServer.requests.length
    recordProof({
      figure: `custom address: 0 header and 0 body bytes in ${cases} requests`,
      cases,
      where: [getProofTarget(app)],
    })
  })
})
