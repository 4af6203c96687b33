// The page in which a key is typed. Shows at once what looks wrong, sends the key to main once, and clears it.
// SECURITY: uses no framework, so that as little code as possible sees the key.

import { fillPlaceholders } from '../shared/fill-placeholders.ts'
import type { CallInput, KeyCalls, CallOutput } from '../shared/contract.ts'
import { failed, failureTraits, type Failure, type FailureCode, type Reply } from '../shared/failures.ts'
import { newKeyAddress } from '../shared/link.ts'
import { inspectTypedKey, type TypedKey } from '../shared/typed-key.ts'
import type { KeySaveRequest, KeyWindowInfo } from '../shared/types/keys.ts'
import { getWords } from './words.ts'

type Bridge = { readonly [Name in keyof KeyCalls]: (input: CallInput<KeyCalls[Name]>) => Promise<Reply<CallOutput<KeyCalls[Name]>>> }

// Exposed by preload.ts. Declared here and not globally, because the chat window's bridge has the same name and other calls.
declare const parley: { readonly calls: Bridge }

const words = getWords(document.documentElement.lang)
/** After this time the page says that it is still waiting, and how to cancel. */
const slowAfterMs = 2_000

const form = getElement('form', HTMLFormElement)
const field = getElement('key', HTMLInputElement)
const show = getElement('show', HTMLButtonElement)
const hint = getElement('hint', HTMLElement)
const failureBox = getElement('failure', HTMLElement)
const detailsElement = getElement('details', HTMLDetailsElement)
const remedyButton = getElement('remedy', HTMLButtonElement)
const sessionButton = getElement('session', HTMLButtonElement)
const address = getElement('address', HTMLInputElement)
const createKeyHelp = getElement('create-key', HTMLElement)
const progress = getElement('progress', HTMLElement)
const save = getElement('save', HTMLButtonElement)

/** What the remedy button does for the failure shown. */
let runRemedy: () => void = () => {}
/** The name of the key to replace; null to add a key. */
let replacedKeyName: string | null = null
/** The server that the key is for; null for a Hugging Face key. */
let server: KeyWindowInfo['server'] = null

start()

function start(): void {
  for (const element of document.querySelectorAll<HTMLElement>('[data-words]')) {
    const name = element.dataset['words']
    if (isWordName(name)) element.textContent = words.page[name]
  }
  address.value = newKeyAddress
  address.addEventListener('focus', () => address.select())
  field.addEventListener('input', () => showInspection(inspectTypedKey(field.value)))
  field.addEventListener('paste', onPaste)
  show.addEventListener('click', toggleVisibility)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void submit('keychain')
  })
  remedyButton.addEventListener('click', () => runRemedy())
  sessionButton.addEventListener('click', () => void submit('session'))
  getElement('cancel', HTMLButtonElement).addEventListener('click', closeWindow)
  window.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') closeWindow()
  })
  window.addEventListener('pagehide', clearField)
  void loadPurpose()
}

async function loadPurpose(): Promise<void> {
  const reply = await parley.calls['key.windowInfo'](undefined)
  if (!reply.ok) return
  replacedKeyName = reply.value.replacedKeyName
  server = reply.value.server
  if (replacedKeyName !== null) setTitleAndLead(words.replaceTitle, words.replaceLead, replacedKeyName)
  if (server === null) return
  setTitleAndLead(words.serverTitle, words.serverLead, server.name)
  createKeyHelp.hidden = true
}

function setTitleAndLead(title: string, lead: string, name: string): void {
  getElement('title', HTMLElement).textContent = fillPlaceholders(title, { name })
  getElement('lead', HTMLElement).textContent = fillPlaceholders(lead, { name })
}

/** Inspects pasted text first: the field would silently drop a line break and so turn two lines into one wrong key. */
function onPaste(event: ClipboardEvent): void {
  const inspection = inspectTypedKey(event.clipboardData?.getData('text/plain') ?? '')
  event.preventDefault()
  if (inspection.kind === 'valid') {
    field.setRangeText(inspection.text, field.selectionStart ?? 0, field.selectionEnd ?? field.value.length, 'end')
    showInspection(inspectTypedKey(field.value))
  } else {
    showInspection(inspection)
  }
}

function showInspection(inspection: TypedKey): void {
  const isInvalid = inspection.kind === 'invalid' && inspection.reason !== 'empty'
  if (inspection.kind === 'invalid') hint.textContent = isInvalid ? words.invalid[inspection.reason] : ''
  else hint.textContent = server === null ? getWarningText(inspection) : getServerWarningText(inspection.text, server)
  field.setAttribute('aria-invalid', String(isInvalid))
  hideFailure()
}

function getWarningText({ warning }: TypedKey & { readonly kind: 'valid' }): string {
  return warning === null ? '' : words.warnings[warning]
}

/** A server's key may look like anything, but a Hugging Face key is rarely meant for another host. */
function getServerWarningText(text: string, { isOnHuggingFace }: NonNullable<KeyWindowInfo['server']>): string {
  return text.startsWith('hf_') && !isOnHuggingFace ? words.warnings.elsewhere : ''
}

async function submit(storage: KeySaveRequest['storage']): Promise<void> {
  const inspection = inspectTypedKey(field.value)
  if (inspection.kind === 'invalid') {
    field.setAttribute('aria-invalid', 'true')
    hint.textContent = words.invalid[inspection.reason]
    field.focus()
    return
  }
  hideFailure()
  const hideProgress = showProgress()
  const reply = await parley.calls['key.save']({ key: inspection.text, storage }).catch(() => failed('internal'))
  hideProgress()
  // Main destroys this window once the key is saved.
  if (reply.ok) clearField()
  else showFailure(reply.failure)
}

function showProgress(): () => void {
  setBusy(true)
  progress.textContent = server !== null ? words.saving : replacedKeyName === null ? words.checking : words.replacing
  const timer = setTimeout(() => {
    progress.textContent = words.stillChecking
  }, slowAfterMs)
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
  const { remedy, offersSession } = getRemedy(failure.code)
  getElement('message', HTMLElement).textContent = [
    words.failures[failure.code],
    ...(replacedKeyName === null ? [] : [words.oldKeyStays]),
  ].join(' ')
  getElement('detail', HTMLElement).textContent = failure.detail ?? ''
  detailsElement.hidden = failure.detail === undefined
  detailsElement.open = false
  remedyButton.hidden = remedy === null
  // A replacement is stored like the key that it replaces.
  sessionButton.hidden = !offersSession || replacedKeyName !== null
  if (remedy !== null) {
    remedyButton.textContent = words.remedies[remedy]
    runRemedy = createRemedyHandler(remedy)
  }
  // Makes room for the failure.
  createKeyHelp.hidden = remedy !== 'address' || server !== null
  failureBox.hidden = false
  const focusTarget = [remedyButton, sessionButton].find((button) => !button.hidden) ?? field
  focusTarget.focus()
}

function hideFailure(): void {
  failureBox.hidden = true
  createKeyHelp.hidden = server !== null
}

type Remedy = keyof typeof words.remedies

interface RemedyOffer {
  readonly remedy: Remedy | null
  /** Whether the person may use the key until the app quits. Only ever on a click. */
  readonly offersSession: boolean
}

/** The page cannot open links, so it points to the address shown in it where a new key is needed. */
function getRemedy(code: FailureCode): RemedyOffer {
  if (code === 'keychain-missing') return { remedy: null, offersSession: true }
  const offersSession = code.startsWith('keychain-')
  const { action } = failureTraits[code]
  if (action === 'retry') return { remedy: 'again', offersSession }
  return { remedy: action === 'open-key-page' ? 'address' : 'another', offersSession }
}

function createRemedyHandler(remedy: Remedy): () => void {
  if (remedy === 'again') return () => void submit('keychain')
  if (remedy === 'address') return () => address.focus()
  return () => {
    clearField()
    showInspection(inspectTypedKey(''))
    field.focus()
  }
}

function toggleVisibility(): void {
  const isVisible = field.type === 'password'
  field.type = isVisible ? 'text' : 'password'
  show.textContent = isVisible ? words.hide : words.page.show
  show.setAttribute('aria-pressed', String(isVisible))
}

function closeWindow(): void {
  clearField()
  window.close()
}

function clearField(): void {
  field.value = ''
}

function isWordName(name: string | undefined): name is keyof typeof words.page {
  return name !== undefined && Object.hasOwn(words.page, name)
}

function getElement<ElementType extends HTMLElement>(id: string, kind: new () => ElementType): ElementType {
  const element = document.getElementById(id)
  if (element instanceof kind) return element
  throw new Error(`page.html has no ${id}`)
}
