// What a person does and sees in Parley's windows, found by the words on screen. Each action rejects with what the window said instead.

import type { Locator, Page } from '@playwright/test'
import { failureCodes, type FailureCode } from '../../shared/failures.ts'
import type { Outcome } from '../../shared/types/messages.ts'
import { en } from '../../shared/words/en/en.ts'
import type { LaunchedApp } from '../../test/support/launch.ts'
import { StepError } from './step-runner.ts'

/** Longer than the app's longest timeout for a missing reply. */
const replyTimeoutMs = 60_000
/** Longer than the app's timeout for a silent model, with time for a long answer. */
const answerTimeoutMs = 540_000

/** Waits for the first screen, with or without a key and an open conversation. */
export async function waitForFirstScreen(page: Page, expectsServerNotice: boolean): Promise<void> {
  const startFailed = page.getByText(en.notice.startFailed)
  const ready = page.getByRole('textbox', { name: en.chat.promptLabel })
  await ready.or(startFailed).first().waitFor()
  if (await startFailed.isVisible()) throw toStepError(await startFailed.innerText())
  if (expectsServerNotice) await page.getByText(toPattern(en.notice.connectedTo)).waitFor()
}

/** Opens the key window from the first screen. */
export async function openKeyWindow(app: LaunchedApp, page: Page): Promise<Page> {
  await page
    .getByRole('button', { name: en.key.set })
    .or(page.getByRole('button', { name: en.key.missingAction }))
    .first()
    .click()
  const window = await app.keyWindow()
  await window.getByLabel(en.keyWindow.page.label).waitFor()
  return window
}

/** Types the key and saves it; waits until the key window has closed and the chat window no longer asks for a key. */
export async function saveKey(page: Page, window: Page, key: string): Promise<void> {
  await window.getByLabel(en.keyWindow.page.label).fill(key)
  const refused = window.getByRole('alert')
  const refusalText = refused.waitFor({ timeout: replyTimeoutMs }).then(
    () => refused.innerText(),
    () => null,
  )
  const closedText = window.waitForEvent('close', { timeout: replyTimeoutMs }).then(
    () => null,
    () => 'The key window did not close.',
  )
  await window.getByRole('button', { name: en.keyWindow.page.save }).click()
  const notice = (await Promise.race([closedText, refusalText])) ?? (await closedText)
  if (notice !== null) throw toStepError(notice)
  await page.getByText(en.chat.greeting).waitFor()
}

/** Opens the picker and waits for the list of models, or for the sentence that explains why there is none. */
export async function openPicker(page: Page): Promise<Locator> {
  await getModelButton(page).click()
  const picker = page.getByRole('dialog', { name: en.models.title })
  await picker
    .getByRole('gridcell')
    .or(picker.getByText(toPattern(en.models.stale)))
    .first()
    .waitFor({ timeout: replyTimeoutMs })
  return picker
}

/**
 * Types a model's id in the open picker and selects it; looks it up when it is not listed.
 * @param wantedId null for the model that the app has chosen
 * @returns the id that the window shows afterwards
 */
export async function selectModel(page: Page, picker: Locator, wantedId: string | null): Promise<string> {
  const id = wantedId ?? (await readChosenModel(page))
  if (id === null) throw toStepError(await picker.getByText(toPattern(en.models.stale)).innerText())
  await picker.getByRole('combobox').fill(id)
  const row = splitModelId(id)
    .reduce((cell, part) => cell.filter({ has: page.getByText(toExactPattern(part)) }), picker.getByRole('gridcell'))
    .first()
  const lookUp = picker.getByRole('gridcell').filter({ hasText: en.models.lookUp.replace('{{id}}', id) })
  const noResults = picker.getByRole('status').filter({ hasText: en.models.noMatch })
  await row.or(lookUp).or(noResults).first().waitFor()
  if (await row.isVisible()) await row.click()
  else if (await lookUp.isVisible()) await lookUp.click()
  else throw new StepError(en.models.noMatch, 'model-not-found')
  await waitForSelection(picker)
  const selectedId = await readChosenModel(page)
  if (selectedId === null) throw new StepError('The picker has closed, but no model is shown below the prompt box.')
  return selectedId
}

/** Waits until the picker closes. Until then it may be looking the model up; rejects with its message when there is no model. */
async function waitForSelection(picker: Locator): Promise<void> {
  const refusals = [en.models.notServed, en.models.notFound, ...Object.values(en.failures)]
  const notice = picker.getByRole('status').filter({ hasText: toAnyPattern(refusals) })
  const refusalText = notice.waitFor({ timeout: replyTimeoutMs }).then(
    () => notice.innerText(),
    () => null,
  )
  const closedText = picker.waitFor({ state: 'hidden', timeout: replyTimeoutMs }).then(
    () => null,
    () => 'The picker did not close.',
  )
  const answer = (await Promise.race([closedText, refusalText])) ?? (await closedText)
  if (answer !== null) throw toStepError(answer)
}

/** Types a prompt, pastes the text into the field offered for it, and sends both. */
export async function sendPrompt(page: Page, prompt: string, text: string | null): Promise<void> {
  const box = page.getByRole('textbox', { name: en.chat.promptLabel })
  await box.fill(prompt)
  if (text !== null) {
    await page.getByRole('textbox', { name: en.chat.pasteHint }).fill(text)
    await page.getByRole('button', { name: en.chat.pasteUse }).click()
    await page.getByText(en.chat.attachmentName).waitFor()
  }
  await box.press('Enter')
  const sent = page.getByRole('article', { name: en.chat.you })
  const withoutPasteButton = page.getByRole('button', { name: en.chat.pasteSkip })
  const secretReview = page.getByRole('region', { name: en.secret.title })
  await sent.or(withoutPasteButton).or(secretReview).first().waitFor()
  if (await withoutPasteButton.isVisible()) await withoutPasteButton.click()
  await sent.or(secretReview).first().waitFor()
  // Only a person may decide to send it anyway.
  if (await secretReview.isVisible()) throw toStepError(en.failures['secret-in-prompt'])
}

/** The latest answer on the page. */
export function getLatestAnswer(page: Page): Locator {
  return page.getByRole('article', { name: toPattern(en.chat.answerFrom) }).last()
}

/** Waits until an answer has ended; returns how it ended according to the window. */
export async function waitForAnswerEnd(answer: Locator): Promise<Outcome['kind']> {
  await answer.locator('[aria-busy="false"]').waitFor({ timeout: answerTimeoutMs })
  const card = answer.getByRole('region')
  if (await card.isVisible()) throw toStepError(await card.innerText())
  for (const kind of ['length', 'filtered', 'stopped', 'interrupted'] as const) {
    if (await answer.getByText(en.chat[kind]).isVisible()) return kind
  }
  return 'finished'
}

/** The visible text of an answer, without the line about thinking, which differs after a restart. */
export async function readAnswerText(answer: Locator): Promise<string> {
  const words = await answer.innerText()
  return words.replace(toPattern(en.chat.thoughtFor), '').replace(en.chat.thought, '').trim()
}

/** Presses Stop; returns the milliseconds until the window says that the answer was stopped. */
export async function stopAnswer(page: Page): Promise<number> {
  const stopped = page.getByText(en.chat.stopped)
  const button = page.getByRole('button', { name: en.chat.stop, exact: true })
  await button.waitFor()
  const pressedAt = performance.now()
  await button.click()
  await stopped.waitFor()
  return Math.round(performance.now() - pressedAt)
}

/** Searches the history; returns the first hit, once its match is highlighted. */
export async function searchHistory(page: Page, query: string): Promise<Locator> {
  await page.getByRole('searchbox', { name: en.history.search }).fill(query)
  const hit = page.getByRole('navigation', { name: en.history.title }).getByRole('listitem').first()
  await hit.locator('mark').first().waitFor()
  return hit
}

export async function openSettings(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: en.settings.title }).click()
  const settings = page.getByRole('dialog', { name: en.settings.title })
  await settings.waitFor()
  return settings
}

/** The model id on the button below the prompt box, also while a dialog covers it; null when it shows no model. */
async function readChosenModel(page: Page): Promise<string | null> {
  const before = en.chat.model.replace('{{model}}', '')
  const chip = page.locator(`button[aria-haspopup="dialog"][aria-label^="${before}"]`)
  const label = (await chip.count()) === 0 ? null : await chip.getAttribute('aria-label')
  return label?.slice(before.length) ?? null
}

function getModelButton(page: Page): Locator {
  return page.getByRole('button', { name: toAnyPattern([en.chat.model, en.chat.chooseModel]) })
}

/** "author/name" split as the picker shows it: name and author are separate elements. */
function splitModelId(id: string): readonly string[] {
  const slash = id.indexOf('/')
  return slash === -1 ? [id] : [id.slice(slash + 1), id.slice(0, slash)]
}

function toStepError(words: string): StepError {
  return new StepError(words.trim(), findFailureCode(words))
}

/** The code of the failure whose sentence these words contain; null when there is none. */
export function findFailureCode(words: string): FailureCode | null {
  if (toPattern(en.models.notServed).test(words)) return 'model-not-served'
  if (toPattern(en.models.notFound).test(words)) return 'model-not-found'
  return failureCodes.find((code) => words.includes(en.failures[code])) ?? null
}

/** A sentence of the language file as a pattern, with any text for its placeholders. */
export function toPattern(words: string): RegExp {
  return new RegExp(
    words
      .split(/\{\{[^}]+\}\}/)
      .map(escapeRegExp)
      .join('.+'),
  )
}

function toAnyPattern(sentences: readonly string[]): RegExp {
  return new RegExp(sentences.map((words) => toPattern(words).source).join('|'))
}

function toExactPattern(words: string): RegExp {
  return new RegExp(`^${escapeRegExp(words)}$`, 'i')
}

function escapeRegExp(words: string): string {
  return words.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
