// Keeps what is found in the open conversation true while its bar is open: asks main for what was said before the messages that the
// window has, counts, and counts again when something is typed, said or shown anew.

import type { PlacedMessage, Said } from '../../shared/types/conversations.ts'
import { ask } from '../state/ask.ts'
import { change, state, useWindow } from '../state/store.ts'
import { allShown } from '../state/comparison.ts'
import { longer } from '../state/live-text.ts'
import { createCounting } from './counting.ts'
import { closeFind, goTo, nearestTo, type Start, type Count } from '../state/find.ts'
import { folded } from './folding.ts'
import { startOfReading } from './marks.ts'

/** How often a growing answer is looked through again. */
const restMs = 200

/** Goes on until the returned function is called. */
export function startFinding(): () => void {
  const { id: conversationId } = state().conversation
  const counting = createCounting(() => scheduler.yield())
  /** Messages of the branch up to its end, with the answers side by side there, as far back as they are known here. */
  let order: readonly string[] = []
  let isRead = false
  let isReading = false
  const over = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let start: Start | null = null

  /** Takes over what the window has. What is before its first message stays as it was, where that message is known. */
  function takeOver(): void {
    const { conversation } = state()
    const { earlier } = conversation
    const shown = allShown(conversation)
    const [first] = shown
    for (const message of shown) counting.hold(saidIn(message))
    const at = earlier === 0 || first === undefined ? 0 : order.indexOf(first.id)
    isRead = earlier === 0 || (isRead && at !== -1)
    order = [...order.slice(0, Math.max(0, at)), ...shown.map(({ id }) => id)]
  }

  async function readBefore(): Promise<void> {
    if (isReading) return
    isReading = true
    while (!isRead && !over.signal.aborted) {
      const [before = ''] = order
      const reply = await ask('history.said', { conversationId, before })
      if (!reply.ok) break
      // The branch may be another one by now.
      if (over.signal.aborted || order[0] !== before) continue
      for (const message of reply.value.messages) counting.hold(message)
      order = [...reply.value.messages.map(({ id }) => id), ...order]
      isRead = reply.value.isBeginning
      count()
    }
    isReading = false
  }

  function count(): void {
    const { find } = state()
    const query = folded(find?.query ?? '')
    if (find === null || query.trim() === '') return
    const counted = order
    void counting.count(counted, query, (result) => tell(find.query, counted, result))
  }

  function tell(query: string, counted: readonly string[], result: Count): void {
    const { find } = state()
    if (over.signal.aborted || find === null || find.query !== query) return
    const { hits, total, looked } = result
    // What was known already is not taken back while it is counted again.
    if (looked < counted.length && total < find.total) return
    const isLooking = looked < counted.length || !isRead
    const isStillThere = hits.some(({ messageId }) => messageId === find.at?.messageId)
    // Where nothing of it is left, the search begins anew from what is in view.
    if (find.at !== null && !isStillThere && !isLooking) start = startOfReading(folded(query))
    const at = isStillThere || (find.at !== null && isLooking) ? find.at : null
    change({ find: { ...find, hits, total, isLooking, at } })
    const nearest = at === null && start !== null ? nearestTo(start, counted, result) : null
    if (nearest !== null) goTo(nearest)
  }

  const unsubscribe = useWindow.subscribe((now, before) => {
    if (now.conversation.id !== conversationId) return closeFind()
    if (now.find !== null && now.find.query !== before.find?.query) {
      start = startOfReading(folded(now.find.query))
      count()
    }
    const { messages, comparison } = before.conversation
    const isShownAnew = now.conversation.messages !== messages || now.conversation.comparison !== comparison
    if (isShownAnew || now.live !== before.live) timer ??= setTimeout(again, restMs)
  })

  function again(): void {
    timer = undefined
    takeOver()
    count()
    void readBefore()
  }

  start = startOfReading(folded(state().find?.query ?? ''))
  again()
  return () => {
    over.abort()
    unsubscribe()
    clearTimeout(timer)
  }
}

/** What is shown of an answer that is running may be more than was saved. */
function saidIn(message: PlacedMessage): Said {
  if (message.kind === 'prompt') return { ...message, names: message.attachments.map(({ name }) => name) }
  const { text, reasoning } = longer(state().live[message.id], message)
  return { ...message, text, reasoning }
}
