// What stands unsent in the prompt box: one draft for each conversation, and one for the conversation that does not exist yet.

import type { Database } from 'better-sqlite3'
import { failed, succeeded, type Reply } from '../../../shared/failures.ts'
import type { Attachment } from '../../../shared/types/attachments.ts'
import type { Draft } from '../../../shared/types/drafts.ts'
import { attempt } from '../failure.ts'

export interface DraftStore {
  /** An empty draft where nothing is kept. Null asks for that of the conversation that does not exist yet. */
  readonly getDraft: (conversationId: string | null) => Reply<Draft>
  /** Keeps the draft; an empty one is forgotten. Fails with `bad-input` when there is no such conversation. */
  readonly saveDraft: (conversationId: string | null, draft: Draft) => Reply<void>
}

const emptyDraft: Draft = { text: '', attachments: [] }

export function createDraftStore(database: Database): DraftStore {
  const conversation = database.prepare<[string], { readonly number: number }>('select number from conversations where id = ?')
  const select = database.prepare<[number], { readonly text: string; readonly attachments: string }>(
    'select text, attachments from drafts where coalesce(conversation, 0) = ?',
  )
  const upsert = database.prepare<[number | null, string, string]>(
    `insert into drafts (conversation, text, attachments) values (?, ?, ?)
     on conflict (coalesce(conversation, 0)) do update set text = excluded.text, attachments = excluded.attachments`,
  )
  const remove = database.prepare<[number]>('delete from drafts where coalesce(conversation, 0) = ?')

  /** Null for the conversation that does not exist yet, undefined for one that is unknown. */
  function findConversationNumber(conversationId: string | null): number | null | undefined {
    return conversationId === null ? null : conversation.get(conversationId)?.number
  }

  return {
    getDraft: (conversationId) =>
      attempt(() => {
        const number = findConversationNumber(conversationId)
        const row = number === undefined ? undefined : select.get(number ?? 0)
        return succeeded(row === undefined ? emptyDraft : { text: row.text, attachments: attachmentsFrom(row.attachments) })
      }),
    saveDraft: (conversationId, { text, attachments }) =>
      attempt(() => {
        const number = findConversationNumber(conversationId)
        if (number === undefined) return failed('bad-input', 'No such conversation')
        if (text === '' && attachments.length === 0) remove.run(number ?? 0)
        else upsert.run(number, text, JSON.stringify(attachments))
        return succeeded(undefined)
      }),
  }
}

function attachmentsFrom(json: string): readonly Attachment[] {
  const saved: unknown = JSON.parse(json)
  return Array.isArray(saved) ? saved.filter(isAttachment) : []
}

function isAttachment(value: unknown): value is Attachment {
  if (typeof value !== 'object' || value === null) return false
  if (!('kind' in value && 'name' in value && typeof value.name === 'string')) return false
  return (value.kind === 'text' && 'text' in value) || (value.kind === 'image' && 'id' in value)
}
