// A conversation read from the disk while one of its runs is going on: the disk is up to half a second behind what was said.

import type { Conversation, Message, RunText } from '../shared/types.ts'

/** The conversation with what its runs have said up to now. `live` gives null for a run that is not going on. */
export function withLiveText(conversation: Conversation, live: (runId: string) => RunText | null): Conversation {
  const current = (message: Message): Message => {
    if (message.kind !== 'answer' || message.outcome.kind !== 'running') return message
    const said = live(message.id)
    return said === null ? message : { ...message, text: said.text, reasoning: said.reasoning }
  }
  return { ...conversation, messages: conversation.messages.map(current) }
}
