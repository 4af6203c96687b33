// The messages of a conversation, with answers side by side at its end. Pure.

import type { AnswerWithSiblings, MessageWithSiblings } from '../../shared/types/messages.ts'

interface ShownMessages {
  readonly messages: readonly MessageWithSiblings[]
  /** The answers to the last of the messages that are shown side by side; null as a rule. */
  readonly comparison: readonly AnswerWithSiblings[] | null
}

/** All messages that are shown, including answers side by side. */
export function getShownMessages({ messages, comparison }: ShownMessages): readonly MessageWithSiblings[] {
  return comparison === null ? messages : [...messages, ...comparison]
}

/** The models whose answers to this prompt are side by side; empty when there are no such answers. */
export function getAnsweringModels({ messages, comparison }: ShownMessages, promptId: string): readonly string[] {
  return messages.at(-1)?.id === promptId ? (comparison ?? []).map(({ model }) => model) : []
}

/** The models that an edited prompt goes to: those whose answers are side by side, otherwise the chosen one. */
export function getModelsForEdit(conversation: ShownMessages, promptId: string, chosenModel: string | null): readonly string[] {
  const compared = getAnsweringModels(conversation, promptId)
  return compared.length > 0 || chosenModel === null ? compared : [chosenModel]
}

/** Whether one answer of a comparison was chosen. */
export function hasPickedAnswer({ messages }: ShownMessages, promptId: string): boolean {
  const answer = messages.find(({ parentId }) => parentId === promptId)
  return answer?.kind === 'answer' && answer.comparisonId !== null
}

/** Whether an answer is still being written. */
export function isRunning(message: MessageWithSiblings): message is AnswerWithSiblings {
  return message.kind === 'answer' && message.outcome.kind === 'running'
}

/** The ids of the runs at the end of the conversation: those that main was asked for, and those whose answers are being written. */
export function getRunIds({
  messages,
  comparison,
  startingRunIds,
}: ShownMessages & { readonly startingRunIds: readonly string[] }): readonly string[] {
  const runningAnswers = (comparison ?? messages.slice(-1)).filter(isRunning)
  return [...new Set([...startingRunIds, ...runningAnswers.map(({ id }) => id)])]
}

/** Replaces the answer with this id. */
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
