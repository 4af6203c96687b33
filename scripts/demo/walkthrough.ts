// The walkthrough of the demo and of the packed-app check: from the first start to an answer found again by searching.

import type { Page } from '@playwright/test'
import type { FailureCode } from '../../shared/failures.ts'
import type { Answer, Outcome } from '../../shared/types/messages.ts'
import { en } from '../../shared/words/en/en.ts'
import type { LaunchedApp } from '../../test/support/launch.ts'
import { readFirstSavedAnswer } from './saved-answer.ts'
import type { ScreenshotRecorder } from './screenshots.ts'
import { createStepRunner, StepError, type FailedStep, type StepRunner } from './step-runner.ts'
import { question, searchTerm, secondQuestion, sampleText } from './sample-text.ts'
import {
  getLatestAnswer,
  sendPrompt,
  openKeyWindow,
  openPicker,
  openSettings,
  saveKey,
  searchHistory,
  waitForAnswerEnd,
  waitForFirstScreen,
  stopAnswer,
  selectModel,
  readAnswerText,
} from './page-actions.ts'

export interface WalkthroughOptions {
  /** Starts the app, always with the same data folder and keychain, which outlive `close()`. */
  readonly start: () => Promise<LaunchedApp>
  readonly key: string
  /** The model to select in the picker; null for the one that the app has chosen. */
  readonly model: string | null
  /** Sends only this prompt; null for the whole walkthrough. */
  readonly prompt: string | null
  /** Whether the window must say that it is not connected to Hugging Face. */
  readonly expectsServerNotice: boolean
  /** Whether the key must still be saved after a restart. */
  readonly expectsSavedKey: boolean
  readonly screenshots: ScreenshotRecorder | null
  /** Slows the answers down for screenshots; null when the server is not ours. */
  readonly slowDown: (() => void) | null
  readonly log: (line: string) => void
  /** Aborted, with the reason as a sentence, when the walkthrough has to end before its last step. */
  readonly signal: AbortSignal
}

export interface WalkthroughResult {
  /** Null when every step was seen on screen. */
  readonly failed: FailedStep | null
  /** The selected model, or the requested one. */
  readonly model: string | null
  /** The answer to the first prompt, as saved in the history. */
  readonly saved: Answer | null
  /** The failure that the window showed. */
  readonly failure: FailureCode | null
}

/** Runs the steps, closes the app, and returns what was seen. Never rejects. */
export async function runWalkthrough(options: WalkthroughOptions): Promise<WalkthroughResult> {
  const steps = createStepRunner(options.log, options.signal)
  const progress: Progress = { app: null, data: null, model: null, outcome: null }
  try {
    if (options.prompt === null) await runAllSteps(options, steps, progress)
    else await runSinglePrompt(options, options.prompt, steps, progress)
  } catch (error) {
    steps.recordFailure('The window is inspected between two steps', error)
    // A screenshot of the current window explains the failure best.
    if (progress.app !== null && !options.signal.aborted)
      await options.screenshots?.captureNow(progress.app, 'not-seen').catch(() => undefined)
  }
  await progress.app?.close().catch(() => undefined)
  const saved = progress.data === null ? null : await readFirstSavedAnswer(progress.data).catch(() => null)
  if (saved?.outcome.kind !== progress.outcome && steps.failed() === null) {
    steps.recordFailure(
      'The history contains the answer that was seen',
      `Seen: ${progress.outcome}. Saved: ${saved?.outcome.kind ?? 'nothing'}.`,
    )
  }
  const failed = steps.failed()
  return { failed, model: progress.model ?? options.model, saved, failure: failed?.code ?? null }
}

interface Progress {
  /** The running app. */
  app: LaunchedApp | null
  data: string | null
  model: string | null
  /** How the first answer ended, according to the window. */
  outcome: Outcome['kind'] | null
}

async function runAllSteps(options: WalkthroughOptions, steps: StepRunner, progress: Progress): Promise<void> {
  const { screenshots, log } = options
  let app = await prepareApp(options, steps, progress)
  let page = await app.chatWindow()

  await steps.run(`“${question}” is sent, with the text in the field offered for it`, () => sendPrompt(page, question, sampleText))
  const first = await waitForAnswer(page, steps, progress)
  await screenshots?.captureChat(app, 'answer')

  options.slowDown?.()
  await steps.run('A second prompt is being answered in a new conversation', async () => {
    await page.getByRole('button', { name: en.history.newConversation }).click()
    await sendPrompt(page, secondQuestion, null)
    await waitForFirstText(page)
  })
  if (options.slowDown === null) await screenshots?.captureNow(app, 'streaming')
  else await screenshots?.captureChat(app, 'streaming')
  const stopMs = await steps.run('Stop ends it midway, and the window says so', () => stopAnswer(page))
  log(`            after ${stopMs} ms, including drawing`)
  await screenshots?.captureChat(app, 'stopped')

  await steps.run('Parley quits', () => quit(progress))
  app = await steps.run('It starts again with the same conversation', async () => {
    const started = await start(options, progress)
    page = await started.chatWindow()
    await waitForFirstScreen(page, options.expectsServerNotice)
    await getLatestAnswer(page).getByText(en.chat.stopped).waitFor()
    return started
  })
  const hit = await steps.run(`The first conversation is found by searching for “${searchTerm}”`, () => searchHistory(page, searchTerm))
  await screenshots?.captureChat(app, 'search')
  await steps.run('It opens, and its answer is unchanged', async () => {
    await hit.getByRole('button').click()
    await page.getByRole('article', { name: en.chat.you }).getByText(question, { exact: true }).waitFor()
    if ((await readAnswerText(getLatestAnswer(page))) !== first) throw new StepError('The answer differs from the one before the restart.')
  })
  const settings = await steps.run('The settings open', () => openSettings(page))
  if (options.expectsSavedKey) await steps.run('The key is still in the keychain', () => settings.getByText(en.key.storedIn).waitFor())
  await screenshots?.captureChat(app, 'settings')
  await steps.run('Parley quits', () => quit(progress))
}

async function runSinglePrompt(options: WalkthroughOptions, prompt: string, steps: StepRunner, progress: Progress): Promise<void> {
  // Takes a screenshot of the answer only.
  const app = await prepareApp({ ...options, screenshots: null }, steps, progress)
  const page = await app.chatWindow()
  await steps.run('The prompt is sent', () => sendPrompt(page, prompt, null))
  try {
    await waitForAnswer(page, steps, progress)
  } finally {
    if (!options.signal.aborted) await options.screenshots?.captureChat(app, 'answer')
  }
  await steps.run('Parley quits', () => quit(progress))
}

/** From the start to a chosen model. */
async function prepareApp(options: WalkthroughOptions, steps: StepRunner, progress: Progress): Promise<LaunchedApp> {
  const { screenshots } = options
  const app = await steps.run('Parley starts and asks for a key', async () => {
    const started = await start(options, progress)
    await waitForFirstScreen(await started.chatWindow(), options.expectsServerNotice)
    return started
  })
  const page = await app.chatWindow()
  await screenshots?.captureChat(app, 'empty-without-key')
  const keyWindow = await steps.run('The key window opens', () => openKeyWindow(app, page))
  await screenshots?.captureWindow(app, keyWindow, 'key-window')
  await steps.run('The key is checked and saved', () => saveKey(page, keyWindow, options.key))
  await screenshots?.captureChat(app, 'empty-with-key')
  const picker = await steps.run('The picker opens with its list of models', () => openPicker(page))
  await screenshots?.captureChat(app, 'picker')
  await steps.run(options.model === null ? 'A model is selected' : `${options.model} is selected`, async () => {
    progress.model = await selectModel(page, picker, options.model)
  })
  return app
}

/** @returns the visible text of the answer when it has ended */
async function waitForAnswer(page: Page, steps: StepRunner, progress: Progress): Promise<string> {
  const answer = getLatestAnswer(page)
  progress.outcome = await steps.run('The answer ends', () => waitForAnswerEnd(answer))
  return readAnswerText(answer)
}

/** Waits for the first line of an answer that is still streaming. */
async function waitForFirstText(page: Page): Promise<void> {
  await getLatestAnswer(page)
    .locator('p, li, blockquote')
    .filter({ hasText: /(?:\S+\s+){8}/ })
    .first()
    .waitFor()
  await page.getByRole('button', { name: en.chat.stop, exact: true }).waitFor()
}

async function start({ start: launchApp }: WalkthroughOptions, progress: Progress): Promise<LaunchedApp> {
  const app = await launchApp()
  progress.app = app
  progress.data = app.data
  return app
}

async function quit(progress: Progress): Promise<void> {
  const { app } = progress
  progress.app = null
  await app?.close()
}
