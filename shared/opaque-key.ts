// A key as the parts of the main process lend it to each other: closed, and with whose it is. None of it reaches a window.

/** Only the door to the network reveals it. */
export interface OpaqueKey {
  reveal(): string
}

/** SECURITY: what goes along to a server that was added by hand: its own key, or that of Hugging Face, which only Hugging Face's hosts get. */
export type ServerKey = { readonly own: OpaqueKey } | { readonly huggingFace: OpaqueKey } | null
