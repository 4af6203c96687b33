// Finds where a run's answer belongs in the tree of its conversation: below an existing prompt, or below a new one, which it saves with
// its attachments. Hides the rules about what may not be answered.

import type { Database } from 'better-sqlite3'
import { canContinue } from '../../../shared/can-continue.ts'
import { failed, succeeded, type Reply } from '../../../shared/failures.ts'
import type { SavedRunStart, RunStart } from '../../../shared/types/run-records.ts'
import { maxComparedModels, type Message } from '../../../shared/types/messages.ts'
import type { Attachment } from '../../../shared/types/attachments.ts'
import { excerptFrom, titleFrom } from './excerpt.ts'
import { createImageLinks } from './images.ts'
import type { MessageReader } from './messages.ts'
import { deleteNewConversationSetup } from './setups.ts'
import { createMessageInserter } from './statements.ts'

/** The numbers of the prompt and its conversation, and the text that the answer begins with. */
interface ResolvedPrompt extends SavedRunStart {
  readonly prompt: number
  readonly conversation: number
}

interface MessageRow {
  readonly number: number
  readonly conversation: number
  readonly kind: Message['kind']
}

interface ConversationRow {
  readonly number: number
  readonly isDeleted: 0 | 1
}

type NewPrompt = Extract<RunStart['prompt'], { kind: 'new' }>

interface NewPromptContext extends Pick<RunStart, 'conversationId' | 'startedAt'> {
  readonly existing: ConversationRow | undefined
  readonly parent: number | null
}

const emptyAnswer = { text: '', reasoning: '' } as const

/**
 * Returns a function that finds or saves the prompt of a run, and fails with `bad-input` if it cannot be answered. Call it in the
 * transaction that begins the run.
 */
export function createPromptResolver(database: Database, messages: MessageReader): (start: RunStart) => Reply<ResolvedPrompt> {
  const statements = prepareStatements(database)
  const insertMessage = createMessageInserter(database)
  const imageLinks = createImageLinks(database)

  function resolvePrompt({ conversationId, prompt, startedAt }: RunStart): Reply<ResolvedPrompt> {
    const existing = statements.conversation.get(conversationId)
    if (existing?.isDeleted === 1) return failed('bad-input', 'The conversation is deleted')
    const messageId = prompt.kind === 'new' ? prompt.parentId : prompt.id
    const message = messageId === null ? null : statements.message.get(messageId)
    if (message === undefined || (message !== null && message.conversation !== existing?.number)) {
      return failed('bad-input', 'No such message in the conversation')
    }
    if (prompt.kind === 'new') return saveNewPrompt(prompt, { conversationId, existing, parent: message?.number ?? null, startedAt })
    if (message === null) return failed('bad-input')
    if (prompt.kind === 'continue') return resolveContinuation(message)
    if (message.kind !== 'prompt') return failed('bad-input', 'Not a prompt')
    return succeeded({ prompt: message.number, conversation: message.conversation, promptId: prompt.id, ...emptyAnswer })
  }

  function saveNewPrompt(
    { id, text, attachments }: NewPrompt,
    { conversationId, existing, parent, startedAt }: NewPromptContext,
  ): Reply<ResolvedPrompt> {
    if (attachments.some((each) => each.kind === 'image' && !imageLinks.exists(each))) return failed('bad-input', 'No such image')
    const firstText = [text, ...attachments.map(getStoredText)].find((each) => each.trim() !== '') ?? ''
    const conversation =
      existing?.number ?? Number(statements.insertConversation.run(conversationId, titleFrom(firstText), startedAt).lastInsertRowid)
    const prompt = insertMessage({ id, conversation, parent, kind: 'prompt', createdAt: startedAt })
    statements.insertText.run(conversation, prompt, 'prompt', null, text)
    for (const attachment of attachments) saveAttachment(attachment, conversation, prompt)
    statements.setExcerpt.run(excerptFrom(firstText), conversation)
    statements.deleteDraft.run(conversation)
    if (existing === undefined) {
      statements.deleteNewDraft.run()
      deleteNewConversationSetup(database)
    }
    return succeeded({ prompt, conversation, promptId: id, ...emptyAnswer })
  }

  function saveAttachment(attachment: Attachment, conversation: number, prompt: number): void {
    const name = attachment.kind === 'text' ? attachment.name : null
    const { lastInsertRowid } = statements.insertText.run(conversation, prompt, 'attachment', name, getStoredText(attachment))
    if (attachment.kind === 'image') imageLinks.link(attachment, Number(lastInsertRowid))
  }

  /** The new answer becomes a sibling of the one it continues, and begins with its text. */
  function resolveContinuation({ number, conversation }: MessageRow): Reply<ResolvedPrompt> {
    const answer = messages.readAnswer(number)
    const prompt = answer === null ? undefined : statements.message.get(answer.parentId)
    if (answer === null || prompt === undefined || !canContinue(answer)) return failed('bad-input', 'Not an answer to continue')
    const { parentId: promptId, text, reasoning } = answer
    return succeeded({ prompt: prompt.number, conversation, promptId, text, reasoning })
  }

  /** Whether a run belongs to the prompt of its comparison, which must not exceed the maximum number of models. */
  function fitsComparison({ comparisonId, model, prompt }: RunStart): boolean {
    if (comparisonId === null) return true
    const answers = statements.comparedAnswers.all(comparisonId)
    const isOfPrompt = answers.every(({ promptId }) => prompt.kind === 'regenerate' && promptId === prompt.id)
    const models = new Set([...answers.map((each) => each.model), model])
    return models.size <= maxComparedModels && (isOfPrompt || (prompt.kind === 'continue' && answers.some(({ id }) => id === prompt.id)))
  }

  // Checked before anything is written, because a failure that is returned does not roll back the transaction.
  return (start) => (fitsComparison(start) ? resolvePrompt(start) : failed('bad-input', 'Does not fit the comparison'))
}

/** What the texts table holds of an attachment. */
function getStoredText(attachment: Attachment): string {
  return attachment.kind === 'text' ? attachment.text : attachment.name
}

function prepareStatements(database: Database) {
  return {
    conversation: database.prepare<[string], ConversationRow>(
      'select number, deleted_at is not null as isDeleted from conversations where id = ?',
    ),
    message: database.prepare<[string], MessageRow>('select number, conversation, kind from messages where id = ? and deleted_at is null'),
    insertConversation: database.prepare<[string, string, number]>(
      `insert into conversations (id, default_title, updated_at, excerpt) values (?, ?, ?, '')`,
    ),
    insertText: database.prepare<[number, number, 'prompt' | 'attachment', string | null, string]>(
      'insert into texts (conversation, message, kind, name, text) values (?, ?, ?, ?, ?)',
    ),
    comparedAnswers: database.prepare<[string], { readonly id: string; readonly model: string; readonly promptId: string }>(
      `select messages.id, model, prompts.id as promptId
       from runs join messages on messages.number = answer join messages as prompts on prompts.number = messages.parent
       where comparison_id = ? and messages.deleted_at is null`,
    ),
    setExcerpt: database.prepare<[string, number]>('update conversations set excerpt = ? where number = ?'),
    deleteDraft: database.prepare<[number]>('delete from drafts where conversation = ?'),
    deleteNewDraft: database.prepare<[]>('delete from drafts where conversation is null'),
  }
}
