// Saving a conversation, or one of its messages, as a file.

/** In the order of the menus. Each has a writer in electron/export/ and a command in shared/commands.ts. */
export const saveFormats = ['markdown', 'json'] as const
export type SaveFormat = (typeof saveFormats)[number]

export interface SaveRequest {
  readonly conversationId: string
  /** Null for the whole branch that is shown. */
  readonly messageId: string | null
  readonly format: SaveFormat
}

/** `secretCount`: how many secrets were left out of the file. */
export type SaveResult = { readonly kind: 'saved'; readonly secretCount: number } | { readonly kind: 'cancelled' }
