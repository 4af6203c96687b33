// A process that forks a conversation and kills itself when the fork is partly copied. Arguments: the folder, the conversation, and the
// message at which the fork ends.

import { setImmediate as nextTick } from 'node:timers/promises'
import { openTestHistory } from './history-fixture.ts'

const [, program, folder, conversationId, messageId] = process.argv
if (import.meta.filename === program && folder !== undefined && conversationId !== undefined && messageId !== undefined) {
  const history = await openTestHistory(folder)
  void history.fork(conversationId, messageId)
  for (let ticks = 0; ticks < 20; ticks += 1) await nextTick()
  process.kill(process.pid, 'SIGKILL')
}
