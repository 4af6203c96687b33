// The walk through Parley that the demo shows and the packed app is checked by: from the first start to an answer that is found again.

import type { Page } from '@playwright/test'
import type { FailureCode } from '../../shared/errors.ts'
import type { Answer, Outcome } from '../../shared/types/conversations.ts'
import { en } from '../../shared/words/en/en.ts'
import type { LaunchedApp } from '../../test/support/launch.ts'
import { firstSavedAnswer } from './saved.ts'
import type { Shots } from './shots.ts'
import { createSteps, NotSeen, type FailedStep, type Steps } from './steps.ts'
import { question, searchedWord, secondQuestion, text } from './text.ts'
import {
  answerOn,
  ask,
  openKeyWindow,
  openPicker,
  openSettings,
  saveKey,
  search,
  seeEnd,
  seeFirstScreen,
  stop,
  takeModel,
  wordsOf,
} from './window.ts'

export interface Walk {
  /** Starts the app: at every call on the same data folder and keychain, which outlive `close()`. */
  readonly start: () => Promise<LaunchedApp>
  readonly key: string
  /** The model to take in the picker; null: the one that the app has chosen. */
  readonly model: string | null
  /** Just this prompt; null: the whole walk. */
  readonly prompt: string | null
  /** Whether the window has to say that it is not connected to Hugging Face. */
  readonly isServerNamed: boolean
  /** Whether the key has to be there again after a restart. */
  readonly isKeyKept: boolean
  readonly shots: Shots | null
  /** Makes the answers come slowly enough to be looked at; null where that is not ours to say. */
  readonly slowDown: (() => void) | null
  readonly say: (line: string) => void
  /** Aborted, with the reason in words, when the walk has to end before its last step. */
  readonly end: AbortSignal
}

export interface Walked {
  /** Null when every step was seen on screen. */
  readonly failed: FailedStep | null
  /** The one that was taken, or else asked for. */
  readonly model: string | null
  /** The answer to the first prompt, as the history has it. */
  readonly saved: Answer | null
  /** What the window said went wrong. */
  readonly failure: FailureCode | null
}

/** Walks, closes what it has started, and tells what was seen. Never rejects. */
export async function walk(parts: Walk): Promise<Walked> {
  const steps = createSteps(parts.say, parts.end)
  const progress: Progress = { app: null, data: null, model: null, outcome: null }
  try {
    if (parts.prompt === null) await walkAll(parts, steps, progress)
    else await askOnce(parts, parts.prompt, steps, progress)
  } catch (error) {
    steps.stumble('The window is looked at between two steps', error)
    // What the window shows now says most about it.
    if (progress.app !== null && !parts.end.aborted) await parts.shots?.takeNow(progress.app, 'not-seen').catch(() => undefined)
  }
  await progress.app?.close().catch(() => undefined)
  const saved = progress.data === null ? null : await firstSavedAnswer(progress.data).catch(() => null)
  if (saved?.outcome.kind !== progress.outcome && steps.failed() === null) {
    steps.stumble('The history holds the answer that was seen', `Seen: ${progress.outcome}. Saved: ${saved?.outcome.kind ?? 'nothing'}.`)
  }
  const failed = steps.failed()
  return { failed, model: progress.model ?? parts.model, saved, failure: failed?.code ?? null }
}

interface Progress {
  /** What runs now. */
  app: LaunchedApp | null
  data: string | null
  model: string | null
  /** How the first answer ended, as the window said it. */
  outcome: Outcome['kind'] | null
}

async function walkAll(parts: Walk, steps: Steps, progress: Progress): Promise<void> {
  const { shots, say } = parts
  let app = await getReady(parts, steps, progress)
  let page = await app.chatWindow()

  await steps.take(`“${question}” is sent, with the text in the place offered for it`, () => ask(page, question, text))
  const first = await seeAnswer(page, steps, progress)
  await shots?.takeChat(app, 'answer')

  parts.slowDown?.()
  await steps.take('A second prompt, in a new conversation, is being answered', async () => {
    await page.getByRole('button', { name: en.history.newConversation }).click()
    await ask(page, secondQuestion, null)
    await seeText(page)
  })
  if (parts.slowDown === null) await shots?.takeNow(app, 'streaming')
  else await shots?.takeChat(app, 'streaming')
  const stoppedAfter = await steps.take('Stop ends it half-way, and the window says so', () => stop(page))
  say(`            after ${stoppedAfter} ms, drawing included`)
  await shots?.takeChat(app, 'stopped')

  await steps.take('Parley quits', () => quit(progress))
  app = await steps.take('It starts again where it was left', async () => {
    const started = await start(parts, progress)
    page = await started.chatWindow()
    await seeFirstScreen(page, parts.isServerNamed)
    await answerOn(page).getByText(en.chat.stopped).waitFor()
    return started
  })
  const hit = await steps.take(`The first conversation is found by searching for “${searchedWord}”`, () => search(page, searchedWord))
  await shots?.takeChat(app, 'search')
  await steps.take('It opens, and its answer reads as before', async () => {
    await hit.getByRole('button').click()
    await page.getByRole('article', { name: en.chat.you }).getByText(question, { exact: true }).waitFor()
    if ((await wordsOf(answerOn(page))) !== first) throw new NotSeen('The answer is not the one that was seen before the restart.')
  })
  const settings = await steps.take('The settings open', () => openSettings(page))
  if (parts.isKeyKept) await steps.take('The key is still in the keychain', () => settings.getByText(en.key.keptIn).waitFor())
  await shots?.takeChat(app, 'settings')
  await steps.take('Parley quits', () => quit(progress))
}

async function askOnce(parts: Walk, prompt: string, steps: Steps, progress: Progress): Promise<void> {
  // One answer is asked for, so it is all that is shown.
  const app = await getReady({ ...parts, shots: null }, steps, progress)
  const page = await app.chatWindow()
  await steps.take('The prompt is sent', () => ask(page, prompt, null))
  try {
    await seeAnswer(page, steps, progress)
  } finally {
    if (!parts.end.aborted) await parts.shots?.takeChat(app, 'answer')
  }
  await steps.take('Parley quits', () => quit(progress))
}

/** From the start to a chosen model. */
async function getReady(parts: Walk, steps: Steps, progress: Progress): Promise<LaunchedApp> {
  const { shots } = parts
  const app = await steps.take('Parley starts and asks for a key', async () => {
    const started = await start(parts, progress)
    await seeFirstScreen(await started.chatWindow(), parts.isServerNamed)
    return started
  })
  const page = await app.chatWindow()
  await shots?.takeChat(app, 'empty-without-key')
  const keyWindow = await steps.take('The key window opens', () => openKeyWindow(app, page))
  await shots?.takeWindow(app, keyWindow, 'key-window')
  await steps.take('The key is checked and kept', () => saveKey(page, keyWindow, parts.key))
  await shots?.takeChat(app, 'empty-with-key')
  const picker = await steps.take('The picker opens with its list of models', () => openPicker(page))
  await shots?.takeChat(app, 'picker')
  await steps.take(parts.model === null ? 'A model is picked' : `${parts.model} is picked`, async () => {
    progress.model = await takeModel(page, picker, parts.model)
  })
  return app
}

/** @returns what can be read of the answer when it has ended */
async function seeAnswer(page: Page, steps: Steps, progress: Progress): Promise<string> {
  const answer = answerOn(page)
  progress.outcome = await steps.take('The answer comes to its end', () => seeEnd(answer))
  return wordsOf(answer)
}

/** Waits for the first line of an answer that is still coming. */
async function seeText(page: Page): Promise<void> {
  await answerOn(page)
    .locator('p, li, blockquote')
    .filter({ hasText: /(?:\S+\s+){8}/ })
    .first()
    .waitFor()
  await page.getByRole('button', { name: en.chat.stop, exact: true }).waitFor()
}

async function start({ start: launchApp }: Walk, progress: Progress): Promise<LaunchedApp> {
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
