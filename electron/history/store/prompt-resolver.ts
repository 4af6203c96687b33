// Where a run's answer goes in the tree of its conversation: under a prompt that is there, or under a new one, which is saved with all
// that goes along. Hides what may not be answered.

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

/** The numbers of the prompt and its conversation, and what the answer begins with. */
interface ResolvedPrompt extends SavedRunStart {
  readonly prompt: number
  readonly conversation: number
}

const emptyAnswer = { text: '', reasoning: '' } as const

/**
 * Tells where an answer goes and what it begins with, or why the prompt cannot be answered. To be called in the transaction in which the
 * run begins.
 */
export function createPromptResolver(database: Database, messages: MessageReader): (start: RunStart) => Reply<ResolvedPrompt> {
  const statements = prepareStatements(database)
  const imageLinks = createImageLinks(database)

  function resolvePrompt({ conversationId, prompt, startedAt }: RunStart): Reply<ResolvedPrompt> {
    const existing = statements.conversation.get(conversationId)
    if (existing?.isDeleted === 1) return failed('bad-input', 'The conversation is deleted')
    const previousId = prompt.kind === 'new' ? prompt.parentId : prompt.id
    const previousMessage = previousId === null ? null : statements.message.get(previousId)
    if (previousMessage === undefined || (previousMessage !== null && previousMessage.conversation !== existing?.number)) {
      return failed('bad-input', 'No such message in the conversation')
    }
    if (prompt.kind === 'regenerate') {
      if (previousMessage?.kind !== 'prompt') return failed('bad-input', 'Not a prompt')
      return succeeded({ prompt: previousMessage.number, conversation: previousMessage.conversation, promptId: prompt.id, ...emptyAnswer })
    }
    if (prompt.kind === 'continue') return previousMessage === null ? failed('bad-input') : resolveContinuation(previousMessage)

    if (prompt.attachments.some((each) => each.kind === 'image' && !imageLinks.exists(each))) return failed('bad-input', 'No such picture')
    const firstText = [prompt.text, ...prompt.attachments.map(getStoredText)].find((text) => text.trim() !== '') ?? ''
    const conversation =
      existing?.number ?? Number(statements.insertConversation.run(conversationId, titleFrom(firstText), startedAt).lastInsertRowid)
    const number = Number(
      statements.insertMessage.run(prompt.id, conversation, previousMessage?.number ?? null, 'prompt', startedAt).lastInsertRowid,
    )
    statements.insertText.run(conversation, number, 'prompt', null, prompt.text)
    for (const each of prompt.attachments) {
      const name = each.kind === 'text' ? each.name : null
      const text = Number(statements.insertText.run(conversation, number, 'attachment', name, getStoredText(each)).lastInsertRowid)
      if (each.kind === 'image') imageLinks.link(each, text)
    }
    statements.setExcerpt.run(excerptFrom(firstText), conversation)
    statements.deleteDraft.run(conversation)
    if (existing === undefined) {
      statements.deleteNewDraft.run()
      deleteNewConversationSetup(database)
    }
    return succeeded({ prompt: number, conversation, promptId: prompt.id, ...emptyAnswer })
  }

  /** Beside the answer that is to be gone on with, with what it says. */
  function resolveContinuation({
    number,
    conversation,
  }: {
    readonly number: number
    readonly conversation: number
  }): Reply<ResolvedPrompt> {
    const previousMessage = messages.answer(number)
    const prompt = previousMessage === null ? undefined : statements.message.get(previousMessage.parentId)
    if (previousMessage === null || prompt === undefined || !canContinue(previousMessage))
      return failed('bad-input', 'Not an answer to go on with')
    const { parentId: promptId, text, reasoning } = previousMessage
    return succeeded({ prompt: prompt.number, conversation, promptId, text, reasoning })
  }

  /** Whether the comparison is that of this prompt, and of no more models than stand side by side. */
  function fitsComparison({ comparison, model, prompt }: RunStart): boolean {
    if (comparison === null) return true
    const answers = statements.comparedAnswers.all(comparison)
    const isOfPrompt = answers.every(({ promptId }) => prompt.kind === 'regenerate' && promptId === prompt.id)
    const models = new Set([...answers.map((each) => each.model), model])
    return models.size <= maxComparedModels && (isOfPrompt || (prompt.kind === 'continue' && answers.some(({ id }) => id === prompt.id)))
  }

  // Before anything is written: what is only answered with a failure is not taken back.
  return (start) => (fitsComparison(start) ? resolvePrompt(start) : failed('bad-input', 'Not of this comparison, or one too many'))
}

/** What is saved of it among the texts. */
function getStoredText(attachment: Attachment): string {
  return attachment.kind === 'text' ? attachment.text : attachment.name
}

function prepareStatements(database: Database) {
  return {
    conversation: database.prepare<[string], { readonly number: number; readonly isDeleted: 0 | 1 }>(
      'select number, deleted_at is not null as isDeleted from conversations where id = ?',
    ),
    message: database.prepare<[string], { readonly number: number; readonly conversation: number; readonly kind: Message['kind'] }>(
      'select number, conversation, kind from messages where id = ? and deleted_at is null',
    ),
    insertConversation: database.prepare<[string, string, number]>(
      `insert into conversations (id, first_words, updated_at, excerpt) values (?, ?, ?, '')`,
    ),
    insertMessage: database.prepare<[string, number, number | null, Message['kind'], number]>(
      'insert into messages (id, conversation, parent, kind, created_at) values (?, ?, ?, ?, ?)',
    ),
    insertText: database.prepare<[number, number, 'prompt' | 'attachment', string | null, string]>(
      'insert into texts (conversation, message, place, name, text) values (?, ?, ?, ?, ?)',
    ),
    comparedAnswers: database.prepare<[string], { readonly id: string; readonly model: string; readonly promptId: string }>(
      `select messages.id, model, prompts.id as promptId
       from runs join messages on messages.number = answer join messages as prompts on prompts.number = messages.parent
       where comparison = ? and messages.deleted_at is null`,
    ),
    setExcerpt: database.prepare<[string, number]>('update conversations set excerpt = ? where number = ?'),
    deleteDraft: database.prepare<[number]>('delete from drafts where conversation = ?'),
    deleteNewDraft: database.prepare<[]>('delete from drafts where conversation is null'),
  }
}
