// A process that goes on with a conversation in a new one, and is killed when a part of it is there. Arguments: the folder, the
// conversation, and the message up to which it is copied.

import { setImmediate as turn } from 'node:timers/promises'
import { open } from './history-fixture.ts'

const [, program, folder, conversationId, messageId] = process.argv
if (import.meta.filename === program && folder !== undefined && conversationId !== undefined && messageId !== undefined) {
  const history = await open(folder)
  void history.fork(conversationId, messageId)
  for (let turns = 0; turns < 20; turns += 1) await turn()
  process.kill(process.pid, 'SIGKILL')
}
