// The check of what the windows send, with noise and with valid inputs in which one thing is wrong.

import { expect, test } from '@playwright/test'
import fc from 'fast-check'
import { chatInputSchemas, keyInputSchemas } from '../../../../electron/ipc/input-schemas.ts'
import { calls, keyCalls } from '../../../../shared/contract.ts'
import { defaultSettings } from '../../../../shared/settings.ts'
import { maxMessagePageSize } from '../../../../shared/types/messages.ts'
import { caseCount, recordProof } from '../../../support/proof.ts'

const id = '3f2b8c1e-5d4a-4f6b-9a7c-0d1e2f3a4b5c'
const draft = { text: 'Hello', attachments: [{ kind: 'text', name: 'Pasted text', text: 'Once' }] }
const advanced = { temperature: 0.5, topP: 0.9, longestAnswer: 500, seed: 7, stopWords: ['END'], effort: 'low' }
const setup = { style: { mood: 'precise', length: 'short', advanced }, instructions: 'Answer in rhymes.' }
const server = { name: 'Home', address: 'http://127.0.0.1:11434/v1', usesHuggingFaceKey: false }

/** A valid input for each call that takes one. */
const validInputs: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'key.openWindow': { kind: 'replacement', keyId: id },
  'key.check': { keyId: null },
  'key.runTrial': { keyId: id },
  'key.activate': { keyId: id },
  'key.rename': { keyId: id, name: 'work' },
  'key.billTo': { keyId: id, organisation: 'an-organisation' },
  'key.snoozeReminder': { keyId: id },
  'key.forget': { keyId: id },
  'key.revoke': { keyId: id },
  'key.saveFound': { storage: 'session' },
  'models.lookUp': { id: 'distilgpt2' },
  'models.alternatives': { id: 'llama3.2:3b@home', needsVision: false },
  'models.choose': { id: 'maker/name:provider' },
  'models.setFavourite': { id: 'maker/name', isFavourite: true },
  'servers.add': { draft: server, force: false },
  'servers.update': { id: 'home', draft: server, force: true },
  'servers.remove': { id: 'home' },
  'servers.forgetKey': { id: 'home' },
  'run.start': {
    runId: id,
    conversationId: id,
    model: 'maker/name',
    setup,
    allowSecretInstructions: false,
    comparisonId: null,
    prompt: { kind: 'new', id, parentId: null, ...draft, allowSecrets: false },
  },
  'run.stop': { runId: id },
  'run.retryNow': { runId: id },
  'history.list': { after: null },
  'history.search': { query: 'a word' },
  'history.open': { conversationId: null, from: null },
  'history.olderMessages': { conversationId: id, before: id, limit: maxMessagePageSize },
  'history.searchableText': { conversationId: id, before: id },
  'history.rename': { conversationId: id, title: 'A title' },
  'history.pin': { conversationId: id, isPinned: false },
  'history.delete': { conversationId: id },
  'history.undoDelete': { conversationId: id },
  'history.saveToFile': { conversationId: id, messageId: null, format: 'json' },
  'history.switchBranch': { conversationId: id, messageId: id, step: 'previous', from: id },
  'history.pickAnswer': { conversationId: id, messageId: id, from: null },
  'history.showComparison': { conversationId: id, messageId: id, from: id },
  'history.deleteMessage': { conversationId: id, messageId: id, from: null },
  'history.undoDeleteMessage': { conversationId: id, messageId: id, from: null },
  'history.fork': { conversationId: id, messageId: id },
  'history.saveDraft': { conversationId: null, draft },
  'history.saveSetup': { conversationId: id, setup },
  'file.read': { bytes: new Uint8Array(3) },
  'image.save': { bytes: new Uint8Array(3), type: 'image/png', width: 1568, height: 1 },
  'image.read': { id },
  'history.restore': { backupId: 'history-2026-11-25T22-43-11-123Z-v2' },
  'settings.save': { ...defaultSettings, appearance: 'dark', language: 'en', keyReminderDays: 30, ...setup },
  'link.open': { address: 'https://example.com/' },
  'key.save': { key: 'x', storage: 'keychain' },
}

const schemas = Object.entries({ ...chatInputSchemas, ...keyInputSchemas })

/** Values that no field accepts. */
const wrongValue = fc.oneof(
  fc.constantFrom<unknown>(undefined, Number.NaN, 7.5, -0, 1n, [], [[]], {}, { toString: 'x' }, Symbol.iterator, () => 'x'),
  fc.date(),
  // Not Uint8Array, which some fields accept.
  fc.uint16Array(),
  fc.constant('x'.repeat(20_000_001)),
)

function createMalformedInputs(name: string): fc.Arbitrary<unknown> {
  const input = validInputs[name]
  if (input === undefined) return fc.anything().filter((value) => value !== undefined)
  const fields = Object.keys(input)
  const withWrongField = fc.tuple(fc.constantFrom(...fields), wrongValue).map(([field, value]) => ({ ...input, [field]: value }))
  const withMissingField = fc
    .constantFrom(...fields)
    .map((field) => Object.fromEntries(Object.entries(input).filter(([key]) => key !== field)))
  const withExtraField = fc
    .tuple(
      fc.string().filter((key) => key !== '__proto__' && !fields.includes(key)),
      fc.anything(),
    )
    .map(([key, value]) => ({ ...input, [key]: value }))
  return fc.oneof(fc.anything(), withWrongField, withMissingField, withExtraField)
}

const acceptsModelId = (model: string): boolean => chatInputSchemas['models.choose'].safeParse({ id: model }).success

test.describe('IPC input', () => {
  test('every call accepts its valid input', () => {
    expect(Object.keys({ ...calls, ...keyCalls }).toSorted()).toEqual(schemas.map(([name]) => name).toSorted())
    const refused = schemas.filter(([name, schema]) => !schema.safeParse(validInputs[name]).success)
    expect(refused.map(([name]) => name)).toEqual([])
  })

  test('[row 21] malformed input is refused without an exception', () => {
    const runs = caseCount(300, 10_000)
    for (const [name, schema] of schemas) {
      fc.assert(
        fc.property(createMalformedInputs(name), (input) => !schema.safeParse(input).success),
        { numRuns: runs },
      )
    }
    recordProof({ figure: '0 accepted, 0 crashes', cases: runs * schemas.length, where: ['Node'] })
  })

  test('an id of a server model has any name, then the server', () => {
    const names = ['llama3.2:3b@home', 'qwen/qwen3-4b@lm', '/models/foo.gguf@box', 'My model (v2).gguf@box-2', 'a@b@home', 'モデル@home']
    expect(names.filter((name) => !acceptsModelId(name))).toEqual([])
  })

  test('has an id without invisible characters, line breaks or excess length, and a server', () => {
    const invalidIds = [
      '@home',
      ' @home',
      'a@',
      'a@Home',
      'a@-home',
      'a\n@home',
      'a\u0000@home',
      'a\u202e@home',
      'a\u2028@home',
      'a\ud800@home',
    ]
    const tooLongIds = [`${'a'.repeat(201)}@home`, `a@${'b'.repeat(41)}`]
    expect([...invalidIds, ...tooLongIds].filter(acceptsModelId)).toEqual([])
  })

  test('a server model is not looked up at Hugging Face', () => {
    expect(chatInputSchemas['models.lookUp'].safeParse({ id: 'llama3.2:3b@home' }).success).toBe(false)
  })

  test('an id at Hugging Face has only letters, digits and a few punctuation marks', () => {
    const names = ['../../etc/passwd', 'maker/name/more', 'maker/name?x=y', 'maker/ name', 'https://example.com', 'maker/name#x', '']
    expect(names.filter((name) => chatInputSchemas['models.lookUp'].safeParse({ id: name }).success)).toEqual([])
  })

  test('a prompt has at most four images, and a draft may have more', () => {
    const imageAttachment = { kind: 'image', id, name: 'tide.png', type: 'image/png', width: 3, height: 2, size: 9 }
    const acceptedCounts = [4, 5].map((count) => {
      const attachments = [...draft.attachments, ...Array.from({ length: count }, () => imageAttachment)]
      const prompt = { kind: 'new', id, parentId: null, text: '', attachments, allowSecrets: false }
      return {
        sent: chatInputSchemas['run.start'].safeParse({ ...validInputs['run.start'], prompt }).success,
        kept: chatInputSchemas['history.saveDraft'].safeParse({ conversationId: id, draft: { text: '', attachments } }).success,
      }
    })
    expect(acceptedCounts).toEqual([
      { sent: true, kept: true },
      { sent: false, kept: true },
    ])
  })
})
