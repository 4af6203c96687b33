// What a writer of an export format takes and returns.

import type { ImageAttachment } from '../../shared/types/attachments.ts'
import type { Message } from '../../shared/types/messages.ts'
import type { SystemWords } from '../../shared/words/words.ts'

/** A branch of a conversation from its first prompt on, or a part of one. */
export interface ExportSource {
  readonly title: string
  readonly messages: readonly Message[]
}

/** Some text of the file, or an image whose bytes go there in base64. */
export type ExportChunk = string | ImageAttachment

export type ExportWords = SystemWords['exported']

export interface Writer {
  /** Of its files, without a dot. */
  readonly extension: string
  /**
   * Returns the file in chunks, because a whole file may exceed the engine's maximum length of a string.
   * @param words for the text between messages, in a format that people read
   */
  readonly write: (source: ExportSource, words: ExportWords) => Iterable<ExportChunk>
}
