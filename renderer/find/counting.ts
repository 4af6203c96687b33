// How often a text stands in each message of a conversation. Hides that texts are read and folded once, in slices between which the
// window can do other things, and that a newer question ends the one before.

import type { Said } from '../../shared/types/conversations.ts'
import type { Count, Hits } from '../state/find.ts'
import { blocksOf, grow, nothingYet, type Growing } from '../markdown/growing.ts'
import { shownPieces } from '../markdown/shown-text.ts'
import { countIn, folded } from './folding.ts'

export interface Counting {
  /** Takes what a message says, or says now. */
  readonly hold: (said: Said) => void
  /**
   * Counts from the end of these messages to their beginning, and tells now and then how far it is. Resolves with false when another
   * question came before it was done.
   */
  readonly count: (order: readonly string[], query: string, tell: (count: Count) => void) => Promise<boolean>
}

const sliceMs = 8
/** How often what is known is told before all of it is. */
const tellMs = 100

interface Held {
  said: Said
  /** Of an answer that grows: what was read of it. */
  growing: Growing
  isGrowing: boolean
  /** Folded; null until the message is looked through. */
  pieces: readonly string[] | null
  counted: { readonly query: string; readonly count: number } | null
}

/** @param pause lets others have their turn */
export function createCounting(pause: () => Promise<void>, now: () => number = () => performance.now()): Counting {
  const held = new Map<string, Held>()
  let asked = 0

  function countOf(messageId: string, query: string): number {
    const one = held.get(messageId)
    if (one === undefined) return 0
    if (one.counted?.query === query) return one.counted.count
    const pieces = (one.pieces ??= readPieces(one))
    const count = pieces.reduce((sum, piece) => sum + countIn(piece, query), 0)
    one.counted = { query, count }
    return count
  }

  return {
    hold(said) {
      const before = held.get(said.id)
      if (before !== undefined && isSame(before.said, said)) return
      const growing = before?.growing ?? nothingYet
      held.set(said.id, { said, growing, isGrowing: before !== undefined, pieces: null, counted: null })
    },

    async count(order, query, tell) {
      asked += 1
      const mine = asked
      const found: Hits[] = []
      let total = 0
      let paused = now()
      let told = now()
      const tellNow = (looked: number): void => tell({ hits: found.toReversed(), total, looked })
      for (let fromEnd = 0; fromEnd < order.length; fromEnd += 1) {
        if (now() - told > tellMs) {
          told = now()
          tellNow(fromEnd)
        }
        if (now() - paused > sliceMs) {
          await pause()
          if (mine !== asked) return false
          paused = now()
        }
        const messageId = order[order.length - 1 - fromEnd] ?? ''
        const count = countOf(messageId, query)
        total += count
        if (count > 0) found.push({ messageId, fromEnd, count })
      }
      tellNow(order.length)
      return true
    },
  }
}

function isSame(one: Said, other: Said): boolean {
  return one.text === other.text && (one.kind === 'answer' ? one.reasoning : '') === (other.kind === 'answer' ? other.reasoning : '')
}

/** In the order in which they stand on the page. */
function readPieces(held: Held): readonly string[] {
  const { said } = held
  if (said.kind === 'prompt') return [...said.names, said.text].map(folded)
  const reasoning = said.reasoning.trim()
  if (said.task === 'continue') return [reasoning, said.text].map(folded)
  const growing = grow(held.growing, said.text)
  if (held.isGrowing) held.growing = growing
  return [reasoning, ...shownPieces(blocksOf(growing))].map(folded)
}
