// The report through the window: shown exactly as it is saved or copied, and without private data after a session with many failures.

import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { canaryForms, findForms } from '../../support/process/canary-forms.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { setKey, runFullSession } from '../../support/app-actions.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page
let folder: string

test.beforeAll(async () => {
  test.setTimeout(120_000)
  folder = mkdtempSync(join(tmpdir(), 'parley-report-of-'))
  hub = await startHub({ speed: 0 })
  app = await launch({ hub: hub.origin, home: join(folder, 'annabel'), environment: { USER: 'annabel' } })
  chat = await app.chatWindow()
  await setKey(app, hub.keys.fineGrained)
  await runFullSession(chat, hub, 3)
})

test.afterAll(async () => {
  await app.close()
  await hub.close()
  rmSync(folder, { recursive: true, force: true })
})

const button = (name: string) => chat.getByRole('button', { name, exact: true })
const reportDialog = () => chat.getByRole('dialog', { name: en.report.title })

async function openReportText(): Promise<string> {
  await chat.keyboard.press('ControlOrMeta+,')
  await chat.getByRole('tab', { name: en.settings.about }).click()
  await button(en.settings.report).click()
  await expect(reportDialog().getByText(en.report.omitted)).toBeVisible()
  return reportDialog().getByRole('textbox', { name: en.report.text }).inputValue()
}

test.afterEach(async () => {
  await reportDialog().getByRole('button', { name: en.report.close }).last().click()
  await button(en.settings.close).click()
  await expect(chat.getByRole('dialog')).toHaveCount(0)
})

test('report › lists failed runs, without prompts, answers, keys, folders or names', async () => {
  const text = await openReportText()
  for (const code of ['key-rejected', 'too-many-requests', 'provider-failed', 'cut-off', 'captive-portal', 'answer-empty']) {
    expect(text).toMatch(new RegExp(`warn A run failed code=${code} run=[0-9a-f-]{36} provider=`))
  }
  const privateTexts = [
    'Say something short',
    'This will fail',
    'A long one',
    'that will be deleted',
    'You wrote',
    'This is sentence',
    'A sample of everything',
  ]
  expect(privateTexts.filter((privateText) => text.includes(privateText))).toEqual([])
  expect(findForms(text, canaryForms(hub.keys.fineGrained))).toEqual([])
  expect(text).not.toContain('annabel')
  expect(text).not.toContain(folder)
  expect(text).toContain('Keys: 1 in the keychain, 0 until Parley quits; the one in use: ready')
})

test('report › is saved exactly as shown, where the person chooses', async () => {
  const path = join(folder, 'chosen.txt')
  const text = await openReportText()
  await app.answerDialog({ kind: 'files', paths: [path] })
  await reportDialog().getByRole('button', { name: en.report.save }).click()
  await expect(reportDialog().getByText(en.report.saved)).toBeVisible()
  expect(readFileSync(path, 'utf8')).toBe(text)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  const day = new Date().toISOString().slice(0, 10)
  expect((await app.shellCalls()).at(-1)).toEqual({ kind: 'save-dialog', options: { defaultPath: `parley-report-${day}.txt` } })
})

test('report › is not saved when cancelled, and a failure to save is shown', async () => {
  await openReportText()
  await app.answerDialog({ kind: 'cancel' })
  await reportDialog().getByRole('button', { name: en.report.save }).click()
  await app.answerDialog({ kind: 'files', paths: [join(folder, 'not there', 'report.txt')] })
  await reportDialog().getByRole('button', { name: en.report.save }).click()
  await expect(reportDialog().getByText(en.failures['file-not-saved'])).toBeVisible()
  expect(existsSync(join(folder, 'not there'))).toBe(false)
})

test('report › can be copied', async () => {
  await openReportText()
  await reportDialog().getByRole('button', { name: en.report.copy }).click()
  await expect(reportDialog().getByRole('button', { name: en.chat.copied })).toBeVisible()
})
