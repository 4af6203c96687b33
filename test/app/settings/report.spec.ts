// The report through the window: shown exactly as it is saved or copied, and without private data after a session with many failures.

import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import { setKey } from '../../pages/key-window.ts'
import { runFullSession } from '../../support/full-session.ts'
import { canaryForms, findForms } from '../../support/process/canary-forms.ts'

const reportDialog = (chat: ChatPage) => chat.dialog(en.report.title)

async function openReportText(chat: ChatPage): Promise<string> {
  await chat.settings.open(en.settings.about)
  await chat.button(en.settings.report).click()
  await expect(reportDialog(chat).getByText(en.report.omitted)).toBeVisible()
  return reportDialog(chat).getByRole('textbox', { name: en.report.text }).inputValue()
}

test.describe('report', () => {
  test.use({
    setup: {
      key: 'none',
      launch: ({ folder }) => ({ home: join(folder, 'annabel'), environment: { USER: 'annabel' } }),
      afterStart: async ({ app, chat, hub }) => {
        await setKey(app, hub.keys.fineGrained)
        await runFullSession(chat, hub, 3)
      },
    },
  })

  test.afterEach(async ({ chat }) => {
    await reportDialog(chat).getByRole('button', { name: en.report.close }).last().click()
    await chat.settings.close()
  })

  test('lists failed runs, without prompts, answers, keys, folders or names', async ({ chat, hub, folder }) => {
    const text = await openReportText(chat)
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

  test('is saved exactly as shown, where the person chooses', async ({ chat, app, folder }) => {
    const path = join(folder, 'chosen.txt')
    const text = await openReportText(chat)
    await app.answerDialog({ kind: 'files', paths: [path] })
    await reportDialog(chat).getByRole('button', { name: en.report.save }).click()
    await expect(reportDialog(chat).getByText(en.report.saved)).toBeVisible()
    expect(readFileSync(path, 'utf8')).toBe(text)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const day = new Date().toISOString().slice(0, 10)
    expect((await app.shellCalls()).at(-1)).toEqual({ kind: 'save-dialog', options: { defaultPath: `parley-report-${day}.txt` } })
  })

  test('is not saved when cancelled, and a failure to save is shown', async ({ chat, app, folder }) => {
    await openReportText(chat)
    await app.answerDialog({ kind: 'cancel' })
    await reportDialog(chat).getByRole('button', { name: en.report.save }).click()
    await app.answerDialog({ kind: 'files', paths: [join(folder, 'not there', 'report.txt')] })
    await reportDialog(chat).getByRole('button', { name: en.report.save }).click()
    await expect(reportDialog(chat).getByText(en.failures['file-not-saved'])).toBeVisible()
    expect(existsSync(join(folder, 'not there'))).toBe(false)
  })

  test('can be copied', async ({ chat }) => {
    await openReportText(chat)
    await reportDialog(chat).getByRole('button', { name: en.report.copy }).click()
    await expect(reportDialog(chat).getByRole('button', { name: en.chat.copied })).toBeVisible()
  })
})
