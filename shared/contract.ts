// Every call and event between the windows and the main process: names and types only. Preload, main's handlers and the
// renderer's client are derived from these tables, so a missing, extra or wrong one does not compile.
// SECURITY: no output and no event here may hold the key; test/rules/contract-types.ts is a type-level test of it.

import type { CommandName } from './commands.ts'
import type { Failure } from './failures.ts'
import type { BackupList } from './types/backups.ts'
import type { BranchRequest, ConversationPage, ConversationSummary, OpenedConversation } from './types/conversations.ts'
import type { Draft } from './types/drafts.ts'
import type { ImageBytes, NewImage } from './types/attachments.ts'
import type { MessagePage, SiblingStep } from './types/messages.ts'
import type { SearchablePage, SearchHit } from './types/search.ts'
import type { KeySaveRequest, KeyPurpose, KeyStatus, KeyTrial, MonthlyKeyUsage, KeyWindowInfo } from './types/keys.ts'
import type { Model, ModelList, ModelLookup } from './types/models.ts'
import type { ServerDraft } from './types/servers.ts'
import type { RunEnded, RunRequest, RunText } from './types/runs.ts'
import type { RunProgress } from './types/progress.ts'
import type { SaveResult, SaveRequest } from './types/saving.ts'
import type { Report } from './types/reports.ts'
import type { Settings } from './settings.ts'
import type { StartView } from './types/start.ts'
import type { Setup } from './types/style.ts'

declare const inputType: unique symbol
declare const outputType: unique symbol

/** A call's types. Nothing of it exists when the program runs. */
export interface Call<Input, Output> {
  readonly [inputType]?: (input: Input) => void
  readonly [outputType]?: () => Output
}
interface WindowEvent<Payload> {
  readonly [outputType]?: () => Payload
}

const call = <Input, Output>(): Call<Input, Output> => ({})
const event = <Payload>(): WindowEvent<Payload> => ({})

/** The chat window's calls. */
export const calls = {
  'app.getStartView': call<void, StartView>(),
  /** The window has saved what it held, and may be closed. */
  'app.readyToClose': call<void, void>(),

  'key.status': call<void, KeyStatus>(),
  /** Opens the window in which a key is typed. */
  'key.openWindow': call<KeyPurpose, void>(),
  /** Null: the one in use. */
  'key.check': call<{ readonly keyId: string | null }, KeyStatus>(),
  'key.runTrial': call<{ readonly keyId: string }, KeyTrial>(),
  'key.activate': call<{ readonly keyId: string }, KeyStatus>(),
  'key.rename': call<{ readonly keyId: string; readonly name: string }, KeyStatus>(),
  'key.billTo': call<{ readonly keyId: string; readonly organisation: string | null }, KeyStatus>(),
  'key.snoozeReminder': call<{ readonly keyId: string }, KeyStatus>(),
  'key.forget': call<{ readonly keyId: string }, KeyStatus>(),
  'key.revoke': call<{ readonly keyId: string }, KeyStatus>(),
  'key.usage': call<void, readonly MonthlyKeyUsage[]>(),
  'key.saveFound': call<{ readonly storage: 'keychain' | 'session' }, KeyStatus>(),

  'models.list': call<void, ModelList>(),
  'models.refresh': call<void, ModelList>(),
  'models.lookUp': call<{ readonly id: string }, ModelLookup>(),
  /** Models that run now, to be taken in the place of one that failed. */
  'models.alternatives': call<{ readonly id: string; readonly needsVision: boolean }, readonly Model[]>(),
  'models.choose': call<{ readonly id: string }, ModelList>(),
  'models.setFavourite': call<{ readonly id: string; readonly isFavourite: boolean }, ModelList>(),

  /** Tries the server first. One that does not answer well is added with `anyway` only. */
  'servers.add': call<{ readonly draft: ServerDraft; readonly force: boolean }, ModelList>(),
  'servers.update': call<{ readonly id: string; readonly draft: ServerDraft; readonly force: boolean }, ModelList>(),
  'servers.remove': call<{ readonly id: string }, ModelList>(),
  'servers.forgetKey': call<{ readonly id: string }, ModelList>(),

  'run.start': call<RunRequest, void>(),
  'run.stop': call<{ readonly runId: string }, void>(),
  /** Stops every run, of all conversations. */
  'run.stopAll': call<void, void>(),
  /** Ends the wait before a run is sent again. */
  'run.retryNow': call<{ readonly runId: string }, void>(),

  /** The text of a PDF, a Word document or a workbook. */
  'file.read': call<{ readonly bytes: Uint8Array }, string>(),

  /** Keeps a picture that goes along with a prompt, and gives its id. */
  'image.save': call<NewImage, string>(),
  'image.read': call<{ readonly id: string }, ImageBytes>(),

  'history.list': call<{ readonly after: string | null }, ConversationPage>(),
  'history.search': call<{ readonly query: string }, readonly SearchHit[]>(),
  /** Reads back as far as `from`, where that is a message's id. */
  'history.open': call<{ readonly conversationId: string | null; readonly from: string | null }, OpenedConversation | null>(),
  /** The newest of the messages before that one, at most so many. */
  'history.olderMessages': call<{ readonly conversationId: string; readonly before: string; readonly limit: number }, MessagePage>(),
  /** What was said before a message, to be searched: a part of it, of the messages that are nearest to that one. */
  'history.searchableText': call<{ readonly conversationId: string; readonly before: string }, SearchablePage>(),
  'history.rename': call<{ readonly conversationId: string; readonly title: string }, ConversationSummary>(),
  'history.pin': call<{ readonly conversationId: string; readonly isPinned: boolean }, ConversationSummary>(),
  'history.delete': call<{ readonly conversationId: string }, void>(),
  'history.undoDelete': call<{ readonly conversationId: string }, ConversationSummary>(),
  /** Writes it to a file where the person chooses. */
  'history.saveToFile': call<SaveRequest, SaveResult>(),
  /**
   * Shows the branch of a message or of one beside it. What is shown then is told, as by the four after it: read back as far as `from`,
   * and null when the conversation is gone.
   */
  'history.switchBranch': call<BranchRequest & { readonly step: SiblingStep }, OpenedConversation | null>(),
  /** Goes on with one of the answers that are side by side, or shows an answer's comparison side by side again. */
  'history.pickAnswer': call<BranchRequest, OpenedConversation | null>(),
  'history.showComparison': call<BranchRequest, OpenedConversation | null>(),
  /** Deletes a message with all that follows it. */
  'history.deleteMessage': call<BranchRequest, OpenedConversation | null>(),
  'history.undoDeleteMessage': call<BranchRequest, OpenedConversation | null>(),
  /** Copies what was said up to a message into a new conversation. */
  'history.fork': call<{ readonly conversationId: string; readonly messageId: string }, OpenedConversation | null>(),
  'history.saveDraft': call<{ readonly conversationId: string | null; readonly draft: Draft }, void>(),
  'history.saveSetup': call<{ readonly conversationId: string | null; readonly setup: Setup }, void>(),

  /** Opens again what could not be opened. After this and the next two, `app.getStartView` tells what there is. */
  'history.reopen': call<void, void>(),
  'history.restore': call<{ readonly backupId: string }, void>(),
  'history.startEmpty': call<void, void>(),
  'history.backups': call<void, BackupList>(),
  'history.removeBackups': call<void, void>(),

  'settings.save': call<Settings, Settings>(),
  'report.create': call<void, Report>(),
  /** The report that was made last, to the letter. */
  'report.save': call<void, 'saved' | 'cancelled'>(),
  'link.open': call<{ readonly address: string }, void>(),
} as const satisfies Readonly<Record<string, Call<never, unknown>>>

/** What main tells the chat window. */
export const events = {
  /** The window is about to be closed: save what was typed, then call `app.readyToClose`. */
  'app.closing': event<void>(),
  /** A command was chosen in the native menu; the window does it. */
  'app.command': event<CommandName>(),
  'run.progress': event<RunProgress>(),
  /** Damage has shown in the history that is open. */
  'history.damaged': event<Failure>(),
  'run.text': event<RunText>(),
  'run.ended': event<RunEnded>(),
  'key.changed': event<KeyStatus>(),
  'models.changed': event<ModelList>(),
} as const satisfies Readonly<Record<string, WindowEvent<unknown>>>

/** The key window's calls. One carries the key, inwards; the other asks for what the window is to say. */
export const keyCalls = {
  'key.windowInfo': call<void, KeyWindowInfo>(),
  'key.save': call<KeySaveRequest, void>(),
} as const satisfies Readonly<Record<string, Call<never, unknown>>>

export type CallTable = Readonly<Record<string, Call<never, unknown>>>
export type CallInput<Entry> = Entry extends Call<infer Input, unknown> ? Input : never
export type CallOutput<Entry> = Entry extends Call<never, infer Output> ? Output : never
export type EventPayload<Entry> = Entry extends WindowEvent<infer Payload> ? Payload : never

export type Calls = typeof calls
export type Events = typeof events
export type KeyCalls = typeof keyCalls

/** The three IPC channels; every message on the first two starts with a name from its table. */
export const channels = {
  chatCalls: 'parley.call',
  chatEvents: 'parley.event',
  keyCalls: 'parley.keyCall',
} as const
