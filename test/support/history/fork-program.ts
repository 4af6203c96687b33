// A process that goes on with a conversation in a new one, and is killed when a part of it is there. Arguments: the folder, the
// conversation, and the message up to which it is copied.

import { setImmediate as turn } from 'node:timers/promises'
import { openTestHistory } from './history-fixture.ts'

const [, program, folder, conversationId, messageId] = process.argv
if (import.meta.filename === program && folder !== undefined && conversationId !== undefined && messageId !== undefined) {
  const history = await openTestHistory(folder)
  void history.fork(conversationId, messageId)
  for (let ticks = 0; ticks < 20; ticks += 1) await turn()
  process.kill(process.pid, 'SIGKILL')
}
