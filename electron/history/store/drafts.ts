// Unsent prompts: one draft for each conversation, and one for the conversation that is not saved yet.

import type { Database } from 'better-sqlite3'
import { failed, succeeded, type Reply } from '../../../shared/failures.ts'
import type { Attachment } from '../../../shared/types/attachments.ts'
import type { Draft } from '../../../shared/types/drafts.ts'
import { attempt } from '../failure.ts'
import { createConversationLookup } from './statements.ts'

/** For all calls, null is the conversation that is not saved yet. */
export interface DraftStore {
  /** Returns an empty draft if none is saved. */
  readonly getDraft: (conversationId: string | null) => Reply<Draft>
  /** Saves the draft, or removes it if it is empty. Fails with `bad-input` for an unknown conversation. */
  readonly saveDraft: (conversationId: string | null, draft: Draft) => Reply<void>
}

const emptyDraft: Draft = { text: '', attachments: [] }

export function createDraftStore(database: Database): DraftStore {
  const findConversation = createConversationLookup(database)
  const select = database.prepare<[number], { readonly text: string; readonly attachments: string }>(
    'select text, attachments from drafts where coalesce(conversation, 0) = ?',
  )
  const upsert = database.prepare<[number | null, string, string]>(
    `insert into drafts (conversation, text, attachments) values (?, ?, ?)
     on conflict (coalesce(conversation, 0)) do update set text = excluded.text, attachments = excluded.attachments`,
  )
  const remove = database.prepare<[number]>('delete from drafts where coalesce(conversation, 0) = ?')

  return {
    getDraft: (conversationId) =>
      attempt(() => {
        const conversation = findConversation(conversationId)
        const row = conversation === undefined ? undefined : select.get(conversation ?? 0)
        return succeeded(row === undefined ? emptyDraft : { text: row.text, attachments: attachmentsFrom(row.attachments) })
      }),
    saveDraft: (conversationId, { text, attachments }) =>
      attempt(() => {
        const conversation = findConversation(conversationId)
        if (conversation === undefined) return failed('bad-input', 'No such conversation')
        if (text === '' && attachments.length === 0) remove.run(conversation ?? 0)
        else upsert.run(conversation, text, JSON.stringify(attachments))
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
