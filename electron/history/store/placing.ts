// Where a run's answer goes in the tree of its conversation: under a prompt that is there, or under a new one, which is saved with all
// that goes along. Hides what may not be answered.

import type { Database } from 'better-sqlite3'
import { canContinue } from '../../../shared/continuing.ts'
import { failed, succeeded, type Reply } from '../../../shared/errors.ts'
import type { RunBegun, RunStart } from '../../../shared/run-parts.ts'
import { mostCompared, type Attachment, type Message } from '../../../shared/types/conversations.ts'
import { excerptFrom, titleFrom } from './excerpt.ts'
import { imageTies } from './images.ts'
import type { Messages } from './messages.ts'
import { dropNewSetup } from './setups.ts'

/** The numbers of the prompt and its conversation, and what the answer begins with. */
interface Placed extends RunBegun {
  readonly prompt: number
  readonly conversation: number
}

const nothing = { text: '', reasoning: '' } as const

/**
 * Tells where an answer goes and what it begins with, or why the prompt cannot be answered. To be called in the transaction in which the
 * run begins.
 */
export function placing(database: Database, messages: Messages): (start: RunStart) => Reply<Placed> {
  const statements = prepare(database)
  const ties = imageTies(database)

  function placePrompt({ conversationId, prompt, startedAt }: RunStart): Reply<Placed> {
    const known = statements.conversation.get(conversationId)
    if (known?.isDeleted === 1) return failed('bad-input', 'The conversation is deleted')
    const earlierId = prompt.kind === 'new' ? prompt.parentId : prompt.id
    const earlier = earlierId === null ? null : statements.message.get(earlierId)
    if (earlier === undefined || (earlier !== null && earlier.conversation !== known?.number)) {
      return failed('bad-input', 'No such message in the conversation')
    }
    if (prompt.kind === 'again') {
      if (earlier?.kind !== 'prompt') return failed('bad-input', 'Not a prompt')
      return succeeded({ prompt: earlier.number, conversation: earlier.conversation, promptId: prompt.id, ...nothing })
    }
    if (prompt.kind === 'continue') return earlier === null ? failed('bad-input') : placeBehind(earlier)

    if (prompt.attachments.some((each) => each.kind === 'image' && !ties.isKept(each))) return failed('bad-input', 'No such picture')
    const words = [prompt.text, ...prompt.attachments.map(wordsOf)].find((text) => text.trim() !== '') ?? ''
    const conversation =
      known?.number ?? Number(statements.addConversation.run(conversationId, titleFrom(words), startedAt).lastInsertRowid)
    const number = Number(statements.addMessage.run(prompt.id, conversation, earlier?.number ?? null, 'prompt', startedAt).lastInsertRowid)
    statements.addText.run(conversation, number, 'prompt', null, prompt.text)
    for (const each of prompt.attachments) {
      const name = each.kind === 'text' ? each.name : null
      const text = Number(statements.addText.run(conversation, number, 'attachment', name, wordsOf(each)).lastInsertRowid)
      if (each.kind === 'image') ties.tie(each, text)
    }
    statements.setExcerpt.run(excerptFrom(words), conversation)
    statements.dropDraft.run(conversation)
    if (known === undefined) {
      statements.dropNewDraft.run()
      dropNewSetup(database)
    }
    return succeeded({ prompt: number, conversation, promptId: prompt.id, ...nothing })
  }

  /** Beside the answer that is to be gone on with, with what it says. */
  function placeBehind({ number, conversation }: { readonly number: number; readonly conversation: number }): Reply<Placed> {
    const earlier = messages.answer(number)
    const prompt = earlier === null ? undefined : statements.message.get(earlier.parentId)
    if (earlier === null || prompt === undefined || !canContinue(earlier)) return failed('bad-input', 'Not an answer to go on with')
    const { parentId: promptId, text, reasoning } = earlier
    return succeeded({ prompt: prompt.number, conversation, promptId, text, reasoning })
  }

  /** Whether the comparison is that of this prompt, and of no more models than stand side by side. */
  function fitsComparison({ comparison, model, prompt }: RunStart): boolean {
    if (comparison === null) return true
    const answers = statements.compared.all(comparison)
    const isOfPrompt = answers.every(({ promptId }) => prompt.kind === 'again' && promptId === prompt.id)
    const models = new Set([...answers.map((each) => each.model), model])
    return models.size <= mostCompared && (isOfPrompt || (prompt.kind === 'continue' && answers.some(({ id }) => id === prompt.id)))
  }

  // Before anything is written: what is only answered with a failure is not taken back.
  return (start) => (fitsComparison(start) ? placePrompt(start) : failed('bad-input', 'Not of this comparison, or one too many'))
}

/** What is saved of it among the texts. */
function wordsOf(attachment: Attachment): string {
  return attachment.kind === 'text' ? attachment.text : attachment.name
}

function prepare(database: Database) {
  return {
    conversation: database.prepare<[string], { readonly number: number; readonly isDeleted: 0 | 1 }>(
      'select number, deleted_at is not null as isDeleted from conversations where id = ?',
    ),
    message: database.prepare<[string], { readonly number: number; readonly conversation: number; readonly kind: Message['kind'] }>(
      'select number, conversation, kind from messages where id = ? and deleted_at is null',
    ),
    addConversation: database.prepare<[string, string, number]>(
      `insert into conversations (id, first_words, updated_at, excerpt) values (?, ?, ?, '')`,
    ),
    addMessage: database.prepare<[string, number, number | null, Message['kind'], number]>(
      'insert into messages (id, conversation, parent, kind, created_at) values (?, ?, ?, ?, ?)',
    ),
    addText: database.prepare<[number, number, 'prompt' | 'attachment', string | null, string]>(
      'insert into texts (conversation, message, place, name, text) values (?, ?, ?, ?, ?)',
    ),
    compared: database.prepare<[string], { readonly id: string; readonly model: string; readonly promptId: string }>(
      `select messages.id, model, prompts.id as promptId
       from runs join messages on messages.number = answer join messages as prompts on prompts.number = messages.parent
       where comparison = ? and messages.deleted_at is null`,
    ),
    setExcerpt: database.prepare<[string, number]>('update conversations set excerpt = ? where number = ?'),
    dropDraft: database.prepare<[number]>('delete from drafts where conversation = ?'),
    dropNewDraft: database.prepare<[]>('delete from drafts where conversation is null'),
  }
}
