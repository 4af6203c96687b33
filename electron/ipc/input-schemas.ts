// One schema per call: what the windows may send. Imported by main only, so that the checker never ships to a page.
// A call without its schema, or with a schema of another type, does not compile.

import * as z from 'zod/mini'
import type { CallTable, Calls, InputOf, KeyCalls } from '../../shared/contract.ts'
import { isModelName, isServerId, longestServerName, readServerModelId } from '../../shared/server-model.ts'
import { languageChoices } from '../../shared/language.ts'
import { highestSeed, hottest, longestInstructions, longestLength, longestStopWord, mostStopWords } from '../../shared/style.ts'
import { mostFileBytes } from '../../shared/files.ts'
import { longestSide, mostImageBytes, mostImages, sentImageTypes } from '../../shared/images.ts'
import { mostOfPage } from '../../shared/types/conversations.ts'
import { keyReminderDays } from '../../shared/types/keys.ts'
import { saveFormats } from '../../shared/types/saving.ts'
import { efforts, lengths, moods } from '../../shared/types/style.ts'

// SECURITY: Zod otherwise probes for `new Function`; Parley evaluates no text, not even here.
z.config({ jitless: true })

/** What a schema is to the one who serves: a check of the unknown. */
interface Schema<Value> {
  readonly safeParse: (input: unknown) => { readonly success: true; readonly data: Value } | { readonly success: false }
}

export type Inputs<Table extends CallTable> = { readonly [Name in keyof Table]: Schema<InputOf<Table[Name]>> }

/** Far above what people type or paste, far below what would hurt: 20 million UTF-16 units. */
const longestText = 20_000_000

const nothing = z.void()
const id = z.uuid()
const text = z.string().check(z.maxLength(longestText))
const shortText = z.string().check(z.maxLength(500))
/** "maker/name" or an old bare name, with the suffix that chooses a provider. */
const hubModelId = z.string().check(z.maxLength(200), z.regex(/^[\w.-]+(\/[\w.-]+)?(:[\w-]+)?$/))
/** A server may call its models nearly anything, such as "/models/small.gguf". */
const serverModelId = z.string().check(
  z.maxLength(250),
  z.refine((named) => {
    const model = readServerModelId(named)
    return model !== null && isModelName(model.name) && isServerId(model.serverId)
  }),
)
const modelId = z.union([hubModelId, serverModelId])
const serverId = z.string().check(z.refine(isServerId))
const serverDraft = z.strictObject({
  name: z.string().check(z.maxLength(longestServerName)),
  address: z.string().check(z.maxLength(500)),
  usesHuggingFaceKey: z.boolean(),
})
const imageType = z.enum(sentImageTypes)
const imageSide = z.int().check(z.minimum(1), z.maximum(longestSide))
const attachment = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), name: shortText, text }),
  z.strictObject({
    kind: z.literal('image'),
    id,
    name: shortText,
    type: imageType,
    width: imageSide,
    height: imageSide,
    size: z.int().check(z.minimum(1), z.maximum(mostImageBytes)),
  }),
])
const attachments = z.readonly(z.array(attachment).check(z.maxLength(20)))
/** A draft may hold more: that of what could not be sent, and of what was added meanwhile. */
const sentAttachments = attachments.check(z.refine((all) => all.filter(({ kind }) => kind === 'image').length <= mostImages))
const draft = z.strictObject({ text, attachments })
const instructions = z.string().check(z.maxLength(longestInstructions))
const stopWord = z.string().check(z.minLength(1), z.maxLength(longestStopWord))
const style = z.strictObject({
  mood: z.enum(moods),
  length: z.enum(lengths),
  advanced: z.strictObject({
    temperature: z.nullable(z.number().check(z.minimum(0), z.maximum(hottest))),
    topP: z.nullable(z.number().check(z.positive(), z.maximum(1))),
    longestAnswer: z.nullable(z.int().check(z.minimum(1), z.maximum(longestLength))),
    seed: z.nullable(z.int().check(z.minimum(0), z.maximum(highestSeed))),
    stopWords: z.nullable(z.readonly(z.array(stopWord).check(z.maxLength(mostStopWords)))),
    effort: z.nullable(z.enum(efforts)),
  }),
})
const setup = z.strictObject({ style, instructions })
const changedMessage = z.strictObject({ conversationId: id, messageId: id, from: z.nullable(id) })
const keep = z.enum(['keychain', 'session'])
const oneKey = z.strictObject({ keyId: id })
const keyName = z.string().check(z.trim(), z.minLength(1), z.maxLength(60))
/** As Hugging Face writes names of accounts; it goes into a header. */
const organisation = z.string().check(z.maxLength(100), z.regex(/^[\w.-]+$/))

export const chatInputs = {
  'app.start': nothing,
  'app.leave': nothing,

  'key.status': nothing,
  'key.set': z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('new') }),
    z.strictObject({ kind: z.literal('replacement'), keyId: id }),
    z.strictObject({ kind: z.literal('server'), serverId }),
  ]),
  'key.check': z.strictObject({ keyId: z.nullable(id) }),
  'key.try': oneKey,
  'key.use': oneKey,
  'key.rename': z.strictObject({ keyId: id, name: keyName }),
  'key.billTo': z.strictObject({ keyId: id, organisation: z.nullable(organisation) }),
  'key.remindLater': oneKey,
  'key.forget': oneKey,
  'key.revoke': oneKey,
  'key.uses': nothing,
  'key.keepFound': z.strictObject({ keep }),

  'models.list': nothing,
  'models.refresh': nothing,
  'models.lookUp': z.strictObject({ id: hubModelId }),
  'models.alternatives': z.strictObject({ id: modelId, mustSee: z.boolean() }),
  'models.choose': z.strictObject({ id: modelId }),
  'models.setFavourite': z.strictObject({ id: modelId, isFavourite: z.boolean() }),

  'servers.add': z.strictObject({ draft: serverDraft, anyway: z.boolean() }),
  'servers.change': z.strictObject({ id: serverId, draft: serverDraft, anyway: z.boolean() }),
  'servers.remove': z.strictObject({ id: serverId }),
  'servers.forgetKey': z.strictObject({ id: serverId }),

  'run.start': z.strictObject({
    runId: id,
    conversationId: id,
    model: modelId,
    setup: z.nullable(setup),
    sendsSecretInstructions: z.boolean(),
    comparison: z.nullable(id),
    prompt: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('new'),
        id,
        parentId: z.nullable(id),
        text,
        attachments: sentAttachments,
        sendsSecrets: z.boolean(),
      }),
      z.strictObject({ kind: z.literal('again'), id }),
      z.strictObject({ kind: z.literal('continue'), id }),
    ]),
  }),
  'run.stop': z.strictObject({ runId: id }),
  'run.stopAll': nothing,
  'run.tryNow': z.strictObject({ runId: id }),

  'file.read': z.strictObject({
    bytes: z.instanceof(Uint8Array).check(z.refine((bytes) => bytes.byteLength <= mostFileBytes)),
  }),

  'image.keep': z.strictObject({
    bytes: z.instanceof(Uint8Array).check(z.refine((bytes) => bytes.byteLength <= mostImageBytes)),
    type: imageType,
    width: imageSide,
    height: imageSide,
  }),
  'image.read': z.strictObject({ id }),

  'history.list': z.strictObject({ after: z.nullable(shortText) }),
  'history.find': z.strictObject({ query: shortText }),
  'history.open': z.strictObject({ conversationId: z.nullable(id), from: z.nullable(id) }),
  'history.older': z.strictObject({ conversationId: id, before: id, most: z.int().check(z.minimum(1), z.maximum(mostOfPage)) }),
  'history.said': z.strictObject({ conversationId: id, before: id }),
  'history.rename': z.strictObject({ conversationId: id, title: shortText }),
  'history.pin': z.strictObject({ conversationId: id, isPinned: z.boolean() }),
  'history.delete': z.strictObject({ conversationId: id }),
  'history.undoDelete': z.strictObject({ conversationId: id }),
  'history.save': z.strictObject({ conversationId: id, messageId: z.nullable(id), format: z.enum(saveFormats) }),
  'history.branch': z.strictObject({
    conversationId: id,
    messageId: id,
    step: z.enum(['previous', 'itself', 'next']),
    from: z.nullable(id),
  }),
  'history.pick': changedMessage,
  'history.compare': changedMessage,
  'history.deleteMessage': changedMessage,
  'history.undoDeleteMessage': changedMessage,
  'history.fork': z.strictObject({ conversationId: id, messageId: id }),
  'history.saveDraft': z.strictObject({ conversationId: z.nullable(id), draft }),
  'history.saveSetup': z.strictObject({ conversationId: z.nullable(id), setup }),

  'history.openAgain': nothing,
  'history.restore': z.strictObject({ backupId: z.string().check(z.maxLength(100), z.regex(/^[\w-]+$/)) }),
  'history.startAnew': nothing,
  'history.backups': nothing,
  'history.removeBackups': nothing,

  'settings.save': z.strictObject({
    appearance: z.enum(['system', 'light', 'dark']),
    language: z.enum(languageChoices),
    keyReminderDays: z.nullable(z.literal([...keyReminderDays])),
    style,
    instructions,
  }),
  'report.make': nothing,
  'report.save': nothing,
  'link.open': z.strictObject({ address: z.string().check(z.maxLength(8_000)) }),
} satisfies Inputs<Calls>

export const keyInputs = {
  'key.wanted': nothing,
  'key.save': z.strictObject({ key: z.string().check(z.maxLength(10_000)), keep }),
} satisfies Inputs<KeyCalls>
