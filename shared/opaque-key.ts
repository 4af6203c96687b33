// A key as the parts of the main process pass it to each other: opaque, and with its owner. It never reaches a window.

/** Only the network gateway reveals it. */
export interface OpaqueKey {
  reveal(): string
}

/**
 * The key sent to a server added by the person: the server's own, or that of Hugging Face. SECURITY: the gateway sends the latter to Hugging
 * Face's hosts only.
 */
export type ServerKey = { readonly own: OpaqueKey } | { readonly huggingFace: OpaqueKey } | null
