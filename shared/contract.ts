// Every call and event between the windows and the main process: names and types only. The preload scripts, main's handlers and the windows'
// bridges are derived from these tables, so a missing, extra or wrong one does not compile.
// SECURITY: no output and no event may contain a key; test/rules/contract-types.ts checks that by types.

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

/** The types of a call. They do not exist at run time. */
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
  /** The window has saved its drafts and may be closed. */
  'app.readyToClose': call<void, void>(),

  'key.status': call<void, KeyStatus>(),
  /** Opens the key window. */
  'key.openWindow': call<KeyPurpose, void>(),
  /** Null checks the key in use. */
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
  /** Models that run now and can replace one that failed. */
  'models.alternatives': call<{ readonly id: string; readonly needsVision: boolean }, readonly Model[]>(),
  'models.choose': call<{ readonly id: string }, ModelList>(),
  'models.setFavourite': call<{ readonly id: string; readonly isFavourite: boolean }, ModelList>(),

  /** Tests the server first. A server that fails the test is added only with `force`. */
  'servers.add': call<{ readonly draft: ServerDraft; readonly force: boolean }, ModelList>(),
  'servers.update': call<{ readonly id: string; readonly draft: ServerDraft; readonly force: boolean }, ModelList>(),
  'servers.remove': call<{ readonly id: string }, ModelList>(),
  'servers.forgetKey': call<{ readonly id: string }, ModelList>(),

  /**
   * Returns the conversation as shown afterwards, like the calls below that change one. Null when it cannot be read: the run goes on all
   * the same.
   */
  'run.start': call<RunRequest, OpenedConversation | null>(),
  'run.stop': call<{ readonly runId: string }, void>(),
  /** Stops the runs of all conversations. */
  'run.stopAll': call<void, void>(),
  /** Ends the wait before a retry. */
  'run.retryNow': call<{ readonly runId: string }, void>(),

  /** The text of a PDF, a Word document or a workbook. */
  'file.read': call<{ readonly bytes: Uint8Array }, string>(),

  /** Saves an image to attach to a prompt and returns its id. */
  'image.save': call<NewImage, string>(),
  'image.read': call<{ readonly id: string }, ImageBytes>(),

  'history.list': call<{ readonly after: string | null }, ConversationPage>(),
  'history.search': call<{ readonly query: string }, readonly SearchHit[]>(),
  /** With a message's id as `from`, reads back at least to that message. */
  'history.open': call<{ readonly conversationId: string | null; readonly from: string | null }, OpenedConversation | null>(),
  /** The newest messages before `before`, at most `limit`. */
  'history.olderMessages': call<{ readonly conversationId: string; readonly before: string; readonly limit: number }, MessagePage>(),
  /** The searchable text before a message: the page that ends there. */
  'history.searchableText': call<{ readonly conversationId: string; readonly before: string }, SearchablePage>(),
  'history.rename': call<{ readonly conversationId: string; readonly title: string }, ConversationSummary>(),
  'history.pin': call<{ readonly conversationId: string; readonly isPinned: boolean }, ConversationSummary>(),
  'history.delete': call<{ readonly conversationId: string }, void>(),
  'history.undoDelete': call<{ readonly conversationId: string }, ConversationSummary>(),
  /** Writes a conversation or a message to a file that the person chooses. */
  'history.saveToFile': call<SaveRequest, SaveResult>(),
  /**
   * Shows the branch of a message or of its sibling. Like the next four calls it returns the conversation as it is then shown, read back at
   * least to `from`; null when the conversation no longer exists.
   */
  'history.switchBranch': call<BranchRequest & { readonly step: SiblingStep }, OpenedConversation | null>(),
  /** Continues with one answer of the comparison shown; the next call shows an answer's comparison again. */
  'history.pickAnswer': call<BranchRequest, OpenedConversation | null>(),
  'history.showComparison': call<BranchRequest, OpenedConversation | null>(),
  /** Deletes a message and everything that follows it. */
  'history.deleteMessage': call<BranchRequest, OpenedConversation | null>(),
  'history.undoDeleteMessage': call<BranchRequest, OpenedConversation | null>(),
  /** Copies the messages up to one into a new conversation. */
  'history.fork': call<{ readonly conversationId: string; readonly messageId: string }, OpenedConversation | null>(),
  'history.saveDraft': call<{ readonly conversationId: string | null; readonly draft: Draft }, void>(),
  'history.saveSetup': call<{ readonly conversationId: string | null; readonly setup: Setup }, void>(),

  /** Tries again to open the history. After this call and the next two, `app.getStartView` returns what is there. */
  'history.reopen': call<void, void>(),
  'history.restore': call<{ readonly backupId: string }, void>(),
  'history.startEmpty': call<void, void>(),
  'history.backups': call<void, BackupList>(),
  'history.removeBackups': call<void, void>(),

  'settings.save': call<Settings, Settings>(),
  'report.create': call<void, Report>(),
  /** Saves exactly the report that was created last. */
  'report.save': call<void, 'saved' | 'cancelled'>(),
  'link.open': call<{ readonly address: string }, void>(),
} as const satisfies Readonly<Record<string, Call<never, unknown>>>

/** Events that main sends to the chat window. */
export const events = {
  /** The window is about to close: save the drafts, then call `app.readyToClose`. */
  'app.closing': event<void>(),
  /** A command was chosen in the native menu; the window runs it. */
  'app.command': event<CommandName>(),
  'run.progress': event<RunProgress>(),
  /** The open history turned out to be damaged. */
  'history.damaged': event<Failure>(),
  'run.text': event<RunText>(),
  'run.ended': event<RunEnded>(),
  'key.changed': event<KeyStatus>(),
  'models.changed': event<ModelList>(),
} as const satisfies Readonly<Record<string, WindowEvent<unknown>>>

/** The key window's calls. `key.save` carries the key, to main only; `key.windowInfo` returns what the window shows. */
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

/** The IPC channels. Each message starts with a name from its table. */
export const channels = {
  chatCalls: 'parley.call',
  chatEvents: 'parley.event',
  keyCalls: 'parley.keyCall',
} as const
