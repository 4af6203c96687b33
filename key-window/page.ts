// The page in which the key is typed. It says at once what looks wrong, hands the key to main once, and forgets it. No framework:
// the fewer lines see the key, the better. Which words belong to which state is in remedies.ts.

import type { InputOf, KeyCalls, OutputOf } from '../shared/contract.ts'
import { failed, type Failure, type Reply } from '../shared/errors.ts'
import { newKeyAddress } from '../shared/link.ts'
import { inspectTyped, type TypedKey } from '../shared/typed-key.ts'
import type { KeySaveRequest, KeyWanted } from '../shared/types/keys.ts'
import { remedyOf, type Remedy } from './remedies.ts'
import { wordsIn } from './words.ts'

type Bridge = { readonly [Name in keyof KeyCalls]: (input: InputOf<KeyCalls[Name]>) => Promise<Reply<OutputOf<KeyCalls[Name]>>> }

// What preload.ts exposes. Declared for this file alone: the chat window's bridge has the same name and other calls.
declare const parley: { readonly calls: Bridge }

const words = wordsIn(document.documentElement.lang)
/** After so long a wait says that it is one, and how to end it. */
const longWaitMs = 2_000

const form = find('form', HTMLFormElement)
const field = find('key', HTMLInputElement)
const show = find('show', HTMLButtonElement)
const hint = find('hint', HTMLElement)
const failureBox = find('failure', HTMLElement)
const fold = find('fold', HTMLDetailsElement)
const remedyButton = find('remedy', HTMLButtonElement)
const sessionButton = find('session', HTMLButtonElement)
const address = find('address', HTMLInputElement)
const making = find('making', HTMLElement)
const progress = find('progress', HTMLElement)
const save = find('save', HTMLButtonElement)

let act: () => void = () => {}
/** The name of the key that this one is to replace; null for one more. */
let replaces: string | null = null
/** The server whose own key this is; null for a key of Hugging Face. */
let server: KeyWanted['server'] = null

start()

function start(): void {
  for (const element of document.querySelectorAll<HTMLElement>('[data-words]')) {
    const name = element.dataset['words']
    if (isWord(name)) element.textContent = words.page[name]
  }
  address.value = newKeyAddress
  address.addEventListener('focus', () => address.select())
  field.addEventListener('input', () => tell(inspectTyped(field.value)))
  field.addEventListener('paste', takePasted)
  show.addEventListener('click', toggleShown)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void submit('keychain')
  })
  remedyButton.addEventListener('click', () => act())
  sessionButton.addEventListener('click', () => void submit('session'))
  find('cancel', HTMLButtonElement).addEventListener('click', leave)
  window.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') leave()
  })
  window.addEventListener('pagehide', clear)
  void learnPurpose()
}

async function learnPurpose(): Promise<void> {
  const reply = await parley.calls['key.wanted'](undefined)
  if (!reply.ok) return
  replaces = reply.value.replaces
  server = reply.value.server
  if (replaces !== null) entitle(words.replaceTitle, words.replaceLead, replaces)
  if (server === null) return
  entitle(words.serverTitle, words.serverLead, server.name)
  making.hidden = true
}

function entitle(title: string, lead: string, name: string): void {
  // A function, for a name may hold `$'`, which means something in a text.
  find('title', HTMLElement).textContent = title.replace('{{name}}', () => name)
  find('lead', HTMLElement).textContent = lead.replace('{{name}}', () => name)
}

/** A field of one line drops line breaks unasked and would make one wrong key of two lines, so pasted text is looked at first. */
function takePasted(event: ClipboardEvent): void {
  const inspected = inspectTyped(event.clipboardData?.getData('text/plain') ?? '')
  event.preventDefault()
  if (inspected.kind === 'fine') {
    field.setRangeText(inspected.text, field.selectionStart ?? 0, field.selectionEnd ?? field.value.length, 'end')
    tell(inspectTyped(field.value))
  } else {
    tell(inspected)
  }
}

function tell(inspected: TypedKey): void {
  const isRefused = inspected.kind === 'refused' && inspected.why !== 'empty'
  if (inspected.kind === 'refused') hint.textContent = isRefused ? words.refused[inspected.why] : ''
  else hint.textContent = server === null ? doubtOf(inspected) : doubtAtServer(inspected.text, server)
  field.setAttribute('aria-invalid', String(isRefused))
  hideFailure()
}

function doubtOf({ doubt }: TypedKey & { readonly kind: 'fine' }): string {
  return doubt === null ? '' : words.doubts[doubt]
}

/** What a server's key looks like is the server's affair; but one of Hugging Face is seldom meant for somebody else. */
function doubtAtServer(text: string, { isOnHuggingFace }: NonNullable<KeyWanted['server']>): string {
  return text.startsWith('hf_') && !isOnHuggingFace ? words.doubts.elsewhere : ''
}

async function submit(keep: KeySaveRequest['keep']): Promise<void> {
  const inspected = inspectTyped(field.value)
  if (inspected.kind === 'refused') {
    field.setAttribute('aria-invalid', 'true')
    hint.textContent = words.refused[inspected.why]
    field.focus()
    return
  }
  hideFailure()
  const ended = showWait()
  const reply = await parley.calls['key.save']({ key: inspected.text, keep }).catch(() => failed('internal'))
  ended()
  // Main destroys this window when the key is kept.
  if (reply.ok) clear()
  else showFailure(reply.failure)
}

function showWait(): () => void {
  setBusy(true)
  progress.textContent = server !== null ? words.keeping : replaces === null ? words.checking : words.replacing
  const timer = setTimeout(() => {
    progress.textContent = words.stillChecking
  }, longWaitMs)
  return () => {
    clearTimeout(timer)
    progress.textContent = ''
    setBusy(false)
  }
}

function setBusy(isBusy: boolean): void {
  form.setAttribute('aria-busy', String(isBusy))
  field.readOnly = isBusy
  for (const button of [save, remedyButton, sessionButton]) button.disabled = isBusy
}

function showFailure(failure: Failure): void {
  const { remedy, offersSession } = remedyOf(failure.code)
  find('sentence', HTMLElement).textContent = [words.failures[failure.code], ...(replaces === null ? [] : [words.oldStays])].join(' ')
  find('detail', HTMLElement).textContent = failure.detail ?? ''
  fold.hidden = failure.detail === undefined
  fold.open = false
  remedyButton.hidden = remedy === null
  // What replaces a key is to be kept as that one is.
  sessionButton.hidden = !offersSession || replaces !== null
  if (remedy !== null) {
    remedyButton.textContent = words.remedies[remedy]
    act = doing(remedy)
  }
  // Room for what matters now.
  making.hidden = remedy !== 'address' || server !== null
  failureBox.hidden = false
  const offered = [remedyButton, sessionButton].find((button) => !button.hidden) ?? field
  offered.focus()
}

function hideFailure(): void {
  failureBox.hidden = true
  making.hidden = server !== null
}

function doing(remedy: Remedy): () => void {
  if (remedy === 'again') return () => void submit('keychain')
  if (remedy === 'address') return () => address.focus()
  return () => {
    clear()
    tell(inspectTyped(''))
    field.focus()
  }
}

function toggleShown(): void {
  const isShown = field.type === 'password'
  field.type = isShown ? 'text' : 'password'
  show.textContent = isShown ? words.hide : words.page.show
  show.setAttribute('aria-pressed', String(isShown))
}

function leave(): void {
  clear()
  window.close()
}

function clear(): void {
  field.value = ''
}

function isWord(name: string | undefined): name is keyof typeof words.page {
  return name !== undefined && Object.hasOwn(words.page, name)
}

function find<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const element = document.getElementById(id)
  if (element instanceof kind) return element
  throw new Error(`page.html has no ${id}`)
}
