// The draft of a conversation.

import type { Attachment } from './attachments.ts'

/** The unsent content of the prompt box. */
export interface Draft {
  readonly text: string
  readonly attachments: readonly Attachment[]
}
