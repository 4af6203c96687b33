// Servers added by the person: adding one, its models in the picker, a chat without a Hugging Face key, a restart, an unreachable server, and
// removing it.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { canaryForms, findForms } from '../../support/process/canary-forms.ts'
import { getCommandKey } from '../../support/command-accelerators.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { startLocalServer, type LocalServer } from '../../stand-ins/own-server/local-server.ts'
import { caseCount, recordProof } from '../../support/proof.ts'
import { closeDialogs, sendPrompt, setKey, startNewConversation } from '../../support/app-actions.ts'

let hub: Hub
let home: LocalServer
let app: LaunchedApp
let chat: Page
let data: string

// The specs share one app. Only the last one sets a Hugging Face key.
test.beforeAll(async () => {
  hub = await startHub({ speed: 0 })
  data = mkdtempSync(join(tmpdir(), 'parley-servers-'))
  await start()
})
test.afterAll(async () => {
  await app.close()
  await hub.close()
  rmSync(data, { recursive: true })
})
test.beforeEach(async () => {
  home = await startLocalServer()
  await startNewConversation(chat)
})
test.afterEach(async () => {
  await closeDialogs(chat)
  await removeAllServers()
  await home.close()
})

async function start(): Promise<void> {
  app = await launch({ hub: hub.origin, data })
  chat = await app.chatWindow()
  await expect(chat.getByRole('button', { name: /^Model: / })).toBeVisible()
}

const button = (name: string) => chat.getByRole('button', { name, exact: true })
const panel = () => chat.getByRole('tabpanel')
const serverItems = () => panel().getByRole('listitem')
const search = () => chat.getByRole('combobox', { name: en.models.search })
const rows = () => chat.getByRole('grid').getByRole('row')
const formatModelCount = (count: number) => en.servers.modelCount_other.replace('{{count, number}}', String(count))
const chip = (model: string) => button(en.chat.model.replace('{{model}}', model))

async function openServers(): Promise<void> {
  await chat.keyboard.press('ControlOrMeta+,')
  await chat.getByRole('tab', { name: en.settings.servers }).click()
}

async function removeAllServers(): Promise<void> {
  await openServers()
  for (let remaining = await serverItems().count(); remaining > 0; remaining -= 1) {
    await button(en.servers.remove).first().click()
    await button(en.servers.removeConfirm).click()
    await expect(serverItems()).toHaveCount(remaining - 1)
    await expect(chat.getByRole('alertdialog')).toHaveCount(0)
  }
  await closeDialog()
}

async function fillServerForm(name: string, address: string, submitLabel: string = en.servers.connect): Promise<void> {
  await chat.getByLabel(en.servers.name, { exact: true }).fill(name)
  await chat.getByLabel(en.servers.address, { exact: true }).fill(address)
  await button(submitLabel).click()
}

async function addHomeServer(): Promise<void> {
  await openServers()
  await button(en.servers.add).click()
  await fillServerForm('Home', `127.0.0.1:${home.port}`)
  await expect(serverItems()).toContainText(formatModelCount(2))
}

async function closeDialog(): Promise<void> {
  await chat.keyboard.press('Escape')
  await expect(chat.getByRole('dialog')).toHaveCount(0)
}

async function chooseModel(name: string): Promise<void> {
  await chat.keyboard.press(getCommandKey('chooseModel'))
  await search().fill(name)
  await chat.keyboard.press('Enter')
  await expect(chat.getByRole('dialog')).toHaveCount(0)
}

test('own server › is added with name and address, and shows how many models it has', async () => {
  await addHomeServer()
  await expect(serverItems()).toHaveText([/^Home.*http:\/\/127\.0\.0\.1:\d+\/v1.*No key is sent\./])
  await expect(button(en.servers.add)).toBeFocused()
  await closeDialog()
  await chooseModel('home llama')
  await openServers()
  await button(en.servers.chooseModel).click()
  // The picker opens at the model in use.
  await expect(rows().nth(0)).toHaveText('Home')
  await expect(rows().nth(1)).toContainText('llama3.2:3bat Home')
  await expect(rows().nth(2)).toContainText('small.gguf/models/small.gguf at Home')
  await expect(rows().nth(3)).toHaveText(en.models.onHub)
})

test('own server › answers without a Hugging Face key, also after a restart', async () => {
  await expect(button(en.key.set)).toBeVisible()
  await addHomeServer()
  await closeDialog()
  await chooseModel('home llama')
  await expect(chip('llama3.2:3b at Home')).toBeVisible()
  await expect(chat.getByRole('heading', { name: en.chat.greeting })).toBeVisible()
  await sendPrompt(chat, 'Are you there?')
  const answer = () => chat.getByRole('article', { name: en.chat.answerFrom.replace('{{model}}', 'llama3.2:3b at Home') })
  await expect(answer()).toContainText('llama3.2:3b was asked: Are you there?')
  await expect(answer()).toContainText(en.chat.by.replace('{{provider}}', 'Home'))
  await app.close()
  await start()
  await expect(answer()).toContainText('Are you there?')
  await startNewConversation(chat)
  await expect(chip('llama3.2:3b at Home')).toBeVisible()
  await sendPrompt(chat, 'And now?')
  await expect(answer()).toContainText('llama3.2:3b was asked: And now?')
  expect(hub.requests.filter(({ method }) => method === 'POST')).toEqual([])
  expect(home.requests.filter(({ headers }) => 'authorization' in headers)).toEqual([])
})

test('own server › with a forbidden address is refused with a reason, before any request', async () => {
  await openServers()
  await button(en.servers.add).click()
  for (const [address, expectedMessage] of [
    ['', en.servers.invalid.empty],
    ['http://models.example.com/v1', en.servers.invalid['not-encrypted']],
    ['https://name:word@models.example.com/v1', en.servers.invalid.password],
    ['https://models.example.com/v1?key=x', en.servers.invalid.extra],
    ['two words', en.servers.invalid.unreadable],
  ] as const) {
    await fillServerForm('Home', address)
    await expect(panel().getByText(expectedMessage)).toBeVisible()
    await expect(button(en.servers.addAnyway)).toHaveCount(0)
  }
})

test('own server › that does not answer is added on a second click, and found when it starts', async () => {
  const { port } = home
  await home.close()
  await openServers()
  await button(en.servers.add).click()
  await fillServerForm('Home', home.address)
  await expect(panel().getByText(en.failures['server-unreachable'])).toBeVisible()
  await button(en.servers.addAnyway).click()
  await expect(serverItems()).toContainText(en.failures['server-unreachable'])
  home = await startLocalServer({ port })
  await button(en.servers.change).click()
  await button(en.servers.save).click()
  await expect(serverItems()).toContainText(formatModelCount(2))
})

test('own server › that requires a key gets another message than a wrong address', async () => {
  await using closed = await startLocalServer({ key: 'sk-secret' })
  await openServers()
  await button(en.servers.add).click()
  await fillServerForm('Hub', `${home.origin}/elsewhere`)
  await expect(panel().getByText(en.servers.notModelServer)).toBeVisible()
  await fillServerForm('Closed', closed.origin)
  await expect(panel().getByText(en.servers.needsKey)).toBeVisible()
})

test('own server › is offered the Hugging Face key only on a Hugging Face host', async () => {
  await openServers()
  await button(en.servers.add).click()
  const useKeyCheckbox = chat.getByRole('checkbox', { name: en.servers.useHuggingFaceKey })
  await chat.getByLabel(en.servers.address, { exact: true }).fill('https://abc.us-east-1.aws.endpoints.huggingface.cloud')
  await expect(useKeyCheckbox).not.toBeChecked()
  for (const other of [home.address, 'https://abc.endpoints.huggingface.cloud.example.com', 'https://huggingface.co/v1']) {
    await chat.getByLabel(en.servers.address, { exact: true }).fill(other)
    await expect(useKeyCheckbox).toHaveCount(0)
  }
})

test('own server › that stopped keeps its models with the reason, and a run leads to the settings', async () => {
  await addHomeServer()
  await closeDialog()
  await chooseModel('home llama')
  await home.close()
  await sendPrompt(chat, 'Are you there?')
  const card = chat.getByRole('region', { name: en.failures['server-unreachable'] })
  await card.getByRole('button', { name: en.failure['open-servers'] }).click()
  await expect(chat.getByRole('tab', { name: en.settings.servers })).toHaveAttribute('aria-selected', 'true')
  await closeDialog()
  await chat.keyboard.press(getCommandKey('chooseModel'))
  await chat.getByRole('button', { name: en.models.refresh }).click()
  await chat.keyboard.press('Home')
  await chat.keyboard.press('PageUp')
  await expect(chat.getByRole('grid').getByText(en.failures['server-unreachable'])).toBeVisible()
  await search().fill('home')
  await expect(rows()).toContainText(['llama3.2:3b', 'small.gguf'])
})

test('own server › has its new name everywhere, also under earlier answers', async () => {
  await addHomeServer()
  await closeDialog()
  await chooseModel('home llama')
  await sendPrompt(chat, 'Hello')
  await openServers()
  await button(en.servers.change).click()
  await fillServerForm('My desk', home.address, en.servers.save)
  await expect(serverItems()).toContainText('My desk')
  await closeDialog()
  await expect(chip('llama3.2:3b at My desk')).toBeVisible()
  await expect(chat.getByRole('heading', { name: 'llama3.2:3b' })).toContainText('at My desk')
})

test('own server › leaves the list when removed; its conversations stay and go nowhere else', async () => {
  await addHomeServer()
  await closeDialog()
  await chooseModel('home llama')
  await sendPrompt(chat, 'Only for home')
  await openServers()
  await button(en.servers.remove).click()
  await chat.getByRole('alertdialog').getByRole('button', { name: en.settings.cancel }).click()
  await expect(serverItems()).toHaveCount(1)
  await button(en.servers.remove).click()
  await button(en.servers.removeConfirm).click()
  await expect(serverItems()).toHaveCount(0)
  await expect(button(en.servers.add)).toBeFocused()
  await closeDialog()
  await expect(chat.getByRole('article').last()).toContainText('llama3.2:3b was asked: Only for home')
  await sendPrompt(chat, 'And this?')
  await expect(chat.getByRole('region', { name: en.failures['server-removed'] })).toBeVisible()
  expect(hub.requests.filter(({ method }) => method === 'POST')).toEqual([])
  await startNewConversation(chat)
  await expect(chat.getByRole('button', { name: /^Model: [^@]*\// })).toBeVisible()
})

test('[row 7] own server › never receives the Hugging Face key in a session with both', async () => {
  const rounds = caseCount(1, 10)
  test.setTimeout(60_000 + rounds * 20_000)
  await setKey(app, hub.keys.fineGrained)
  await addHomeServer()
  await closeDialog()
  for (let round = 1; round <= rounds; round += 1) {
    await startNewConversation(chat)
    await chooseModel('Qwen2.5-72B')
    await sendPrompt(chat, '/say to Hugging Face')
    await chooseModel('home llama')
    await sendPrompt(chat, `To home, round ${round}`)
    await chooseModel('Qwen2.5-72B')
    await sendPrompt(chat, '/fault key-rejected\nThis will fail.')
    await chooseModel('home llama')
    await sendPrompt(chat, 'And again')
    await openServers()
    await button(en.servers.change).click()
    await fillServerForm(`Home ${round}`, home.address, en.servers.save)
    await expect(serverItems()).toContainText(`Home ${round}`)
    await closeDialog()
    await chat.keyboard.press(getCommandKey('chooseModel'))
    await chat.getByRole('button', { name: en.models.refresh }).click()
    await closeDialog()
  }
  const forms = canaryForms(hub.keys.fineGrained)
  const findKeyForms = (part: 'headers' | 'body') => home.requests.flatMap((request) => findForms(JSON.stringify(request[part]), forms))
  // Control: the key reached Hugging Face, and the prompts reached the server.
  expect(hub.requests.some(({ headers }) => headers['authorization']?.includes(hub.keys.fineGrained))).toBe(true)
  expect(home.requests.filter(({ method }) => method === 'POST')).toHaveLength(2 * rounds)
  expect([findKeyForms('headers'), findKeyForms('body')]).toEqual([[], []])
  const cases = home.requests.length
  recordProof({
    figure: `custom address: 0 header and 0 body bytes in ${cases} requests`,
    cases,
    where: [app.isStandIn ? 'stand-in' : 'Electron'],
  })
})
