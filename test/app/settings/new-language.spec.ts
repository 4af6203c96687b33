// A language that is written from right to left and has four plural forms, added to a copy of the sources as one folder and one line: the app
// that is built from them speaks it everywhere.

import { cpSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { createBuilder } from 'vite'
import { en } from '../../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { getCommandKey } from '../../support/command-accelerators.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { findClippedText } from '../../support/page/longer-text.ts'
import { addMadeUpLanguage, madeUpCode, madeUpName, madeUpWords as words } from '../../support/made-up-language.ts'
import { createTempFolder } from '../../support/temp-folder.ts'
import { toPattern } from '../../support/words.ts'

const repositoryRoot = join(import.meta.dirname, '../../..')
const sources = ['electron', 'renderer', 'key-window', 'shared', 'package.json', 'tsconfig.json', 'vite.config.ts']

let hub: Hub
let app: LaunchedApp
let chat: Page

/** Builds the app with the made-up language. Returns the folder of its package.json. */
async function buildWithMadeUpLanguage(): Promise<string> {
  const { path: root } = createTempFolder('parley-new-language-')
  for (const source of sources) cpSync(join(repositoryRoot, source), join(root, source), { recursive: true })
  symlinkSync(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'))
  addMadeUpLanguage(root)
  const builder = await createBuilder({ root, configFile: join(root, 'vite.config.ts'), logLevel: 'error' })
  await builder.buildApp()
  return root
}

const readRoot = (page: Page) => page.evaluate(() => ({ lang: document.documentElement.lang, dir: document.documentElement.dir }))
const isStartEdgeOnTheRight = (page: Page) =>
  page.evaluate(() => {
    const navigation = document.querySelector('nav')?.getBoundingClientRect()
    const main = document.querySelector('main')?.getBoundingClientRect()
    return navigation !== undefined && main !== undefined && navigation.left >= main.right - 1
  })

test.describe('language from right to left', () => {
  test.beforeAll(async () => {
    test.setTimeout(180_000)
    hub = await startHub({ speed: 0 })
    app = await launch({ hub: hub.origin, entry: await buildWithMadeUpLanguage() })
    chat = await app.chatWindow()
  })
  test.afterAll(async () => {
    await app.close()
    await hub.close()
  })

  test('is offered by its own name, and turns the window around when it is chosen', async () => {
    expect(await readRoot(chat)).toEqual({ lang: 'en', dir: 'ltr' })
    await chat.keyboard.press(getCommandKey('settings'))
    await chat.getByRole('tab', { name: en.settings.appearance }).click()
    await chat.getByText(madeUpName, { exact: true }).click()
    await expect(chat.getByRole('dialog', { name: words.settings.title })).toBeVisible()
    expect(await readRoot(chat)).toEqual({ lang: madeUpCode, dir: 'rtl' })
    await chat.keyboard.press('Escape')
    await expect(chat.getByText(words.key.welcome)).toBeVisible()
    expect(await isStartEdgeOnTheRight(chat)).toBe(true)
  })

  test('is spoken by the key window, in its direction and in its failures', async () => {
    await chat.getByRole('button', { name: words.key.set }).click()
    const keyWindow = await app.keyWindow()
    expect(await readRoot(keyWindow)).toEqual({ lang: madeUpCode, dir: 'rtl' })
    const field = keyWindow.getByLabel(words.keyWindow.page.label)
    await expect(field).toHaveCSS('direction', 'ltr')
    await field.fill(hub.keys.rejected)
    await keyWindow.getByRole('button', { name: words.keyWindow.page.save }).click()
    await expect(keyWindow.getByRole('alert')).toContainText(words.failures['key-rejected'])
    await field.fill(hub.keys.fineGrained)
    await Promise.all([keyWindow.waitForEvent('close'), keyWindow.getByRole('button', { name: words.keyWindow.page.save }).click()])
    await expect(chat.getByText(words.chat.greeting)).toBeVisible()
  })

  test('counts in its four plural forms', async () => {
    await chat.getByRole('button', { name: words.system.commands.compare }).click()
    const search = chat.getByRole('combobox', { name: words.models.search })
    const { chosen_one: one, chosen_two: two, chosen_few: few } = words.compare
    // The model in use is chosen from the start.
    await expect(chat.getByText(toPattern(one))).toBeAttached()
    for (const [model, form] of [
      ['gpt-oss-20b', two],
      ['Olmo-3-7B-Instruct', few],
    ] as const) {
      await search.fill(model)
      await expect(chat.getByRole('gridcell').first()).toContainText(model)
      await chat.keyboard.press('Enter')
      await expect(chat.getByText(toPattern(form))).toBeAttached()
    }
    await chat.keyboard.press('Escape')
    await chat.keyboard.press(getCommandKey('palette'))
    await chat.getByRole('combobox').fill('e')
    await expect(chat.getByText(toPattern(words.palette.found_other))).toBeAttached()
    await chat.keyboard.press('Escape')
  })

  test('has room for its words and answers', async () => {
    const box = chat.getByRole('textbox', { name: words.chat.promptLabel })
    await box.fill('/markdown\nShow me everything.')
    await box.press('Enter')
    await expect(chat.locator('article').last().locator('[aria-busy="false"]')).toBeVisible()
    expect(await findClippedText(chat)).toEqual([])
  })

  test('is spoken by the dialogs of the system', async () => {
    const box = chat.getByRole('textbox', { name: words.chat.promptLabel })
    await box.fill('/say See [this](https://huggingface.co/docs).')
    await box.press('Enter')
    await chat.getByRole('article').getByRole('link', { name: 'this' }).click()
    await expect.poll(async () => JSON.stringify(await app.shellCalls())).toContain(words.system.openLink.open)
    await app.answerDialog({ kind: 'cancel' })
  })

  test('is the language of the first screen after a restart', async () => {
    await chat.reload()
    await expect(chat.getByRole('textbox', { name: words.chat.promptLabel })).toBeVisible()
    expect(await readRoot(chat)).toEqual({ lang: madeUpCode, dir: 'rtl' })
  })
})
