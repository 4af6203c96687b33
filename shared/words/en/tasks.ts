// The words that differ from task to task, under the names of shared/tasks.ts. English.

export const tasks = {
  /** At a model and its answers; chat has none. */
  badge: { continue: 'Continues your text' },
  promptHint: {
    chat: 'Ask {{model}} anything',
    continue: 'Write a beginning; {{model}} continues it',
  },
  lengthHint: {
    chat: 'A request to the model, not a hard limit.',
    continue: 'This model continues your text, so it stops at about that length.',
  },
  /** For tasks that accept no instructions. */
  instructionsNotSent: {
    continue: 'The chosen model only continues text. It would continue the instructions too, so they are not sent to it.',
  },
} as const
