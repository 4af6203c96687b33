// The user's key, wrapped so that it cannot be logged, thrown, serialised or sent to a window by accident.

import { failed, succeeded, type Reply } from '../../shared/failures.ts'
import { inspectTypedKey } from '../../shared/typed-key.ts'

const redactedText = '[key]'

/** A private field is seen by no inspection, copy or JSON; every way of making text of the whole gives "[key]". */
export class Key {
  readonly #text: string

  private constructor(text: string) {
    this.#text = text
  }

  /** Takes spaces and invisible characters away. Fails with `bad-input` for what could never be sent as a key. */
  static from(input: string): Reply<Key> {
    const inspection = inspectTypedKey(input)
    return inspection.kind === 'valid' ? succeeded(new Key(inspection.text)) : failed('bad-input', inspection.reason)
  }

  /** SECURITY: the only way to the text. For the keychain and for the door to the network; nobody else calls it. */
  reveal(): string {
    return this.#text
  }

  equals(other: Key): boolean {
    return this.#text === other.#text
  }

  toString(): string {
    return redactedText
  }

  toJSON(): string {
    return redactedText
  }

  [Symbol.toPrimitive](): string {
    return redactedText
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return redactedText
  }
}
