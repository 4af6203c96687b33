// A program that does to the real keychain what it is told on its input, a line each, and answers a line each. Specs start it
// within a keyring of theirs: the keychain a process sees is decided by its environment.

import { createInterface } from 'node:readline'
import { Key } from '../../../electron/key/key.ts'
import { createKeychain, type KeychainDone, type KeyFound, type Waiting } from '../../../electron/key/keychain.ts'
import { assertNever } from '../../../electron/shared/errors.ts'

export type Order =
  | { readonly do: 'read' | 'forget' | 'note' | 'later' }
  | { readonly do: 'save'; readonly key: string }
  /** Starts that many reads at once. */
  | { readonly do: 'read at once'; readonly times: number }

const [folder = '', patienceMs = '3000'] = process.argv.slice(2)
const keychain = createKeychain({ folder, now: () => 1_700_000_000_000, patienceMs: Number(patienceMs) })
let later: Promise<unknown> | null = null

async function obey(order: Order): Promise<unknown> {
  switch (order.do) {
    case 'read':
      return told(await keychain.read())
    case 'read at once':
      return Promise.all(Array.from({ length: order.times }, async () => told(await keychain.read())))
    case 'save': {
      const key = Key.from(order.key)
      return key.ok ? told(await keychain.save(key.value)) : key
    }
    case 'forget':
      return told(await keychain.forget())
    case 'note':
      return keychain.note()
    case 'later':
      return later
    default:
      return assertNever(order)
  }
}

function told(answer: KeyFound | KeychainDone | Waiting<KeyFound | KeychainDone>): unknown {
  if (answer.kind === 'waiting') {
    later = answer.later?.then(told) ?? later
    return { kind: 'waiting' }
  }
  return answer.kind === 'ready' ? { kind: 'ready', key: answer.key.reveal() } : answer
}

for await (const line of createInterface({ input: process.stdin })) {
  const order: Order = JSON.parse(line)
  process.stdout.write(`${JSON.stringify(await obey(order))}\n`)
}
