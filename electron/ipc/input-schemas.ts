// What the windows may send: one schema for each call. A call without a schema, or with one of another type, does not compile.
// Imported by main only, so that no page loads zod.

import * as z from 'zod/mini'
import type { CallTable, Calls, CallInput, KeyCalls } from '../../shared/contract.ts'
import { isModelName, isServerId, maxServerNameLength, parseServerModelId } from '../../shared/server-model.ts'
import { maxFileBytes } from '../../shared/file-format.ts'
import { maxSide, maxImageBytes, maxImages, sentImageTypes } from '../../shared/images.ts'
import { maxMessagePageSize } from '../../shared/types/messages.ts'
import { saveFormats } from '../../shared/types/saving.ts'
import { setupField } from '../../shared/types/style.ts'
import type { Field } from '../../shared/fields.ts'
import { settingsField } from '../../shared/settings.ts'

// SECURITY: without this, zod probes for `new Function`. Parley evaluates no text anywhere.
z.config({ jitless: true })

/** The part of a zod schema that ipc.ts uses. */
interface Schema<Value> {
  readonly safeParse: (input: unknown) => { readonly success: true; readonly data: Value } | { readonly success: false }
}

/** The schema of a value that is described in shared/. */
const fromField = <Value>(field: Field<Value>) => z.custom<Value>(field.accepts)

export type InputSchemas<Table extends CallTable> = { readonly [Name in keyof Table]: Schema<CallInput<Table[Name]>> }

/** UTF-16 code units: far above what people type or paste, and far below what would exhaust memory. */
const maxTextLength = 20_000_000

const noInput = z.void()
const id = z.uuid()
const text = z.string().check(z.maxLength(maxTextLength))
const shortText = z.string().check(z.maxLength(500))
/** "maker/name" or an old bare name, with an optional provider suffix such as ":novita". */
const hubModelId = z.string().check(z.maxLength(200), z.regex(/^[\w.-]+(\/[\w.-]+)?(:[\w-]+)?$/))
/** Servers may give models almost any name, such as "/models/small.gguf". */
const serverModelId = z.string().check(
  z.maxLength(250),
  z.refine((value) => {
    const model = parseServerModelId(value)
    return model !== null && isModelName(model.name) && isServerId(model.serverId)
  }),
)
const modelId = z.union([hubModelId, serverModelId])
const serverId = z.string().check(z.refine(isServerId))
const serverDraft = z.strictObject({
  name: z.string().check(z.maxLength(maxServerNameLength)),
  address: z.string().check(z.maxLength(500)),
  usesHuggingFaceKey: z.boolean(),
})
const imageType = z.enum(sentImageTypes)
const imageSide = z.int().check(z.minimum(1), z.maximum(maxSide))
const attachment = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), name: shortText, text }),
  z.strictObject({
    kind: z.literal('image'),
    id,
    name: shortText,
    type: imageType,
    width: imageSide,
    height: imageSide,
    size: z.int().check(z.minimum(1), z.maximum(maxImageBytes)),
  }),
])
const attachments = z.readonly(z.array(attachment).check(z.maxLength(20)))
/** Drafts may hold more images: those of a prompt that could not be sent, and those attached since. */
const sentAttachments = attachments.check(z.refine((all) => all.filter(({ kind }) => kind === 'image').length <= maxImages))
const draft = z.strictObject({ text, attachments })
const setup = fromField(setupField)
const branchRequest = z.strictObject({ conversationId: id, messageId: id, from: z.nullable(id) })
const storage = z.enum(['keychain', 'session'])
const keyReference = z.strictObject({ keyId: id })
const keyName = z.string().check(z.trim(), z.minLength(1), z.maxLength(60))
/** In the form of Hugging Face account names. SECURITY: it is sent in a header. */
const organisation = z.string().check(z.maxLength(100), z.regex(/^[\w.-]+$/))

export const chatInputSchemas = {
  'app.getStartView': noInput,
  'app.readyToClose': noInput,

  'key.status': noInput,
  'key.openWindow': z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('new') }),
    z.strictObject({ kind: z.literal('replacement'), keyId: id }),
    z.strictObject({ kind: z.literal('server'), serverId }),
  ]),
  'key.check': z.strictObject({ keyId: z.nullable(id) }),
  'key.runTrial': keyReference,
  'key.activate': keyReference,
  'key.rename': z.strictObject({ keyId: id, name: keyName }),
  'key.billTo': z.strictObject({ keyId: id, organisation: z.nullable(organisation) }),
  'key.snoozeReminder': keyReference,
  'key.forget': keyReference,
  'key.revoke': keyReference,
  'key.usage': noInput,
  'key.saveFound': z.strictObject({ storage }),

  'models.list': noInput,
  'models.refresh': noInput,
  'models.lookUp': z.strictObject({ id: hubModelId }),
  'models.alternatives': z.strictObject({ id: modelId, needsVision: z.boolean() }),
  'models.choose': z.strictObject({ id: modelId }),
  'models.setFavourite': z.strictObject({ id: modelId, isFavourite: z.boolean() }),

  'servers.add': z.strictObject({ draft: serverDraft, force: z.boolean() }),
  'servers.update': z.strictObject({ id: serverId, draft: serverDraft, force: z.boolean() }),
  'servers.remove': z.strictObject({ id: serverId }),
  'servers.forgetKey': z.strictObject({ id: serverId }),

  'run.start': z.strictObject({
    runId: id,
    conversationId: id,
    model: modelId,
    setup: z.nullable(setup),
    allowSecretInstructions: z.boolean(),
    comparisonId: z.nullable(id),
    prompt: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('new'),
        id,
        parentId: z.nullable(id),
        text,
        attachments: sentAttachments,
        allowSecrets: z.boolean(),
      }),
      z.strictObject({ kind: z.literal('regenerate'), id }),
      z.strictObject({ kind: z.literal('continue'), id }),
    ]),
  }),
  'run.stop': z.strictObject({ runId: id }),
  'run.stopAll': noInput,
  'run.retryNow': z.strictObject({ runId: id }),

  'file.read': z.strictObject({
    bytes: z.instanceof(Uint8Array).check(z.refine((bytes) => bytes.byteLength <= maxFileBytes)),
  }),

  'image.save': z.strictObject({
    bytes: z.instanceof(Uint8Array).check(z.refine((bytes) => bytes.byteLength <= maxImageBytes)),
    type: imageType,
    width: imageSide,
    height: imageSide,
  }),
  'image.read': z.strictObject({ id }),

  'history.list': z.strictObject({ after: z.nullable(shortText) }),
  'history.search': z.strictObject({ query: shortText }),
  'history.open': z.strictObject({ conversationId: z.nullable(id), from: z.nullable(id) }),
  'history.olderMessages': z.strictObject({
    conversationId: id,
    before: id,
    limit: z.int().check(z.minimum(1), z.maximum(maxMessagePageSize)),
  }),
  'history.searchableText': z.strictObject({ conversationId: id, before: id }),
  'history.rename': z.strictObject({ conversationId: id, title: shortText }),
  'history.pin': z.strictObject({ conversationId: id, isPinned: z.boolean() }),
  'history.delete': z.strictObject({ conversationId: id }),
  'history.undoDelete': z.strictObject({ conversationId: id }),
  'history.saveToFile': z.strictObject({ conversationId: id, messageId: z.nullable(id), format: z.enum(saveFormats) }),
  'history.switchBranch': z.strictObject({
    conversationId: id,
    messageId: id,
    step: z.enum(['previous', 'current', 'next']),
    from: z.nullable(id),
  }),
  'history.pickAnswer': branchRequest,
  'history.showComparison': branchRequest,
  'history.deleteMessage': branchRequest,
  'history.undoDeleteMessage': branchRequest,
  'history.fork': z.strictObject({ conversationId: id, messageId: id }),
  'history.saveDraft': z.strictObject({ conversationId: z.nullable(id), draft }),
  'history.saveSetup': z.strictObject({ conversationId: z.nullable(id), setup }),

  'history.reopen': noInput,
  'history.restore': z.strictObject({ backupId: z.string().check(z.maxLength(100), z.regex(/^[\w-]+$/)) }),
  'history.startEmpty': noInput,
  'history.backups': noInput,
  'history.removeBackups': noInput,

  'settings.save': fromField(settingsField),
  'report.create': noInput,
  'report.save': noInput,
  'link.open': z.strictObject({ address: z.string().check(z.maxLength(8_000)) }),
} satisfies InputSchemas<Calls>

export const keyInputSchemas = {
  'key.windowInfo': noInput,
  'key.save': z.strictObject({ key: z.string().check(z.maxLength(10_000)), storage }),
} satisfies InputSchemas<KeyCalls>
