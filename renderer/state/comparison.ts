// Answers that stand side by side in the open conversation: which they are, and one of them in the place of another. Pure.

import type { AnswerWithSiblings, MessageWithSiblings } from '../../shared/types/messages.ts'
import type { OpenConversation } from './conversation.ts'

type ShownMessages = Pick<OpenConversation, 'messages' | 'comparison'>

/** Everything that is shown, answers that are side by side at its end. */
export function getShownMessages({ messages, comparison }: ShownMessages): readonly MessageWithSiblings[] {
  return comparison === null ? messages : [...messages, ...comparison]
}

/** The models whose answers to a prompt are side by side; none where it has no such answers. */
export function getAnsweringModels({ messages, comparison }: ShownMessages, promptId: string): readonly string[] {
  return messages.at(-1)?.id === promptId ? (comparison ?? []).map(({ model }) => model) : []
}

/** The models that another text in the place of a prompt goes to: those whose answers are side by side, or else the chosen one. */
export function getModelsForEdit(conversation: ShownMessages, promptId: string, chosenModel: string | null): readonly string[] {
  const compared = getAnsweringModels(conversation, promptId)
  return compared.length > 0 || chosenModel === null ? compared : [chosenModel]
}

/** Whether one of several answers to a prompt was chosen to go on with. */
export function hasPickedAnswer({ messages }: ShownMessages, promptId: string): boolean {
  const answer = messages.find(({ parentId }) => parentId === promptId)
  return answer?.kind === 'answer' && answer.comparisonId !== null
}

/** The ids of the answers at the end of what is shown that are being written. */
export function getRunningAnswerIds({ messages, comparison }: ShownMessages): readonly string[] {
  return (comparison ?? messages.slice(-1))
    .filter((message) => message.kind === 'answer' && message.outcome.kind === 'running')
    .map(({ id }) => id)
}

/** The conversation with another answer in the place of the one with this id, wherever it stands. */
export function withAnswer<Conversation extends ShownMessages>(
  conversation: Conversation,
  id: string,
  answer: AnswerWithSiblings,
): Conversation {
  const { messages, comparison } = conversation
  return {
    ...conversation,
    messages: messages.map((message) => (message.id === id ? answer : message)),
    comparison: comparison?.map((column) => (column.id === id ? answer : column)) ?? null,
  }
}

/** The conversation without one of the answers that are side by side. The last one that is left is its end as usual. */
export function withoutColumn<Conversation extends ShownMessages>(conversation: Conversation, id: string): Conversation {
  const { messages, comparison } = conversation
  const remaining = (comparison ?? []).filter((column) => column.id !== id)
  return remaining.length > 1
    ? { ...conversation, comparison: remaining }
    : { ...conversation, messages: [...messages, ...remaining], comparison: null }
}
