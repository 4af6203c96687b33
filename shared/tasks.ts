// The tasks that models do: one row a task, and everything that depends on the task is read from its row. Each task is run by one file in
// electron/inference/tasks/; its words are in words/<language>/tasks.ts.

import type { SettingName } from './types/style.ts'

/** How an answer is shown, copied, searched and read aloud: parsed as Markdown, or character by character as it is. */
export type AnswerFormat = 'markdown' | 'plain'

interface TaskTraits {
  /** What Hugging Face calls the task in a model's list of providers. */
  readonly hubName: string
  /** Who chooses the provider of a run: Hugging Face's router, or Parley, which takes the first provider that is live. */
  readonly routing: 'hugging-face' | 'first-live-provider'
  /** Whether any model of the task accepts images; which ones do is in the catalogue. */
  readonly acceptsImages: boolean
  readonly acceptsInstructions: boolean
  /** How an answer is continued: on request, in a message after it, or by sending the text so far once more. */
  readonly continuesBy: 'request' | 'text'
  /** What "short" and "long" mean: a sentence that asks for it, or a limit in tokens. */
  readonly lengthControl: 'sentence' | 'token-limit'
  /** The settings that are sent to the model and offered under Advanced. */
  readonly settings: readonly SettingName[]
  readonly answerFormat: AnswerFormat
}

const taskTable = {
  /** Answers the messages of a conversation. */
  chat: {
    hubName: 'conversational',
    routing: 'hugging-face',
    acceptsImages: true,
    acceptsInstructions: true,
    continuesBy: 'request',
    lengthControl: 'sentence',
    settings: ['temperature', 'topP', 'longestAnswer', 'seed', 'stopWords', 'effort'],
    answerFormat: 'markdown',
  },
  /** Continues the text it is given, as old models do. It would continue the instructions as well. */
  continue: {
    hubName: 'text-generation',
    routing: 'first-live-provider',
    acceptsImages: false,
    acceptsInstructions: false,
    continuesBy: 'text',
    lengthControl: 'token-limit',
    settings: ['temperature', 'topP', 'longestAnswer', 'seed', 'stopWords'],
    answerFormat: 'plain',
  },
} as const satisfies Readonly<Record<string, TaskTraits>>

export type Task = keyof typeof taskTable

export const tasks: Readonly<Record<Task, TaskTraits>> = taskTable

/** In the order of preference for a model that does several. */
export const taskNames: readonly Task[] = Object.keys(taskTable).filter((name): name is Task => name in taskTable)

/** The task of a model of which nothing is known, such as one of a server that was added by hand. Its answers need no badge. */
export const defaultTask = 'chat'

type TaskWithInstructions = { [Name in Task]: (typeof taskTable)[Name]['acceptsInstructions'] extends true ? Name : never }[Task]

export function acceptsInstructions(task: Task): task is TaskWithInstructions {
  return tasks[task].acceptsInstructions
}
