// What a person attaches to a prompt, and images as they cross between the window and the main process.

import type { SentImageType } from '../images.ts'

export type Attachment = TextAttachment | ImageAttachment

/** A text, such as one that was pasted for "summarize this text". */
export interface TextAttachment {
  readonly kind: 'text'
  readonly name: string
  readonly text: string
}

/** A reduced image. Only the history holds its bytes; they are read by its id. */
export interface ImageAttachment {
  readonly kind: 'image'
  readonly id: string
  readonly name: string
  readonly type: SentImageType
  /** In pixels. */
  readonly width: number
  readonly height: number
  /** In bytes. */
  readonly size: number
}

export interface ImageBytes {
  readonly type: SentImageType
  readonly bytes: Uint8Array
}

/** An image as the window hands it over to be saved. */
export interface NewImage extends ImageBytes {
  /** In pixels. */
  readonly width: number
  readonly height: number
}

export interface ImageTotals {
  readonly count: number
  /** Of all of them together. */
  readonly bytes: number
}
