// Saving a conversation or a message of it as a file.

export const saveFormats = ['markdown', 'json'] as const
export type SaveFormat = (typeof saveFormats)[number]

export interface SaveRequest {
  readonly conversationId: string
  /** Null: all that is shown of the conversation. */
  readonly messageId: string | null
  readonly format: SaveFormat
}

/** What came of it. `secrets`: so many were left out. */
export type SaveResult = { readonly kind: 'saved'; readonly secretCount: number } | { readonly kind: 'cancelled' }
