// The user's key, wrapped so that it cannot be logged, thrown, serialized or sent to a window by accident.

import { failed, succeeded, type Reply } from '../../shared/failures.ts'
import { inspectTypedKey } from '../../shared/typed-key.ts'

const redactedText = '[key]'

/** A private field is invisible to inspection, copies and JSON; every conversion to text gives "[key]". */
export class Key {
  readonly #text: string

  private constructor(text: string) {
    this.#text = text
  }

  /** Removes white space and invisible characters. Fails with `bad-input` for a text that cannot be sent as a key. */
  static from(input: string): Reply<Key> {
    const inspection = inspectTypedKey(input)
    return inspection.kind === 'valid' ? succeeded(new Key(inspection.text)) : failed('bad-input', inspection.reason)
  }

  /** SECURITY: the only access to the text. Called by the keychain and the network gateway only. */
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
