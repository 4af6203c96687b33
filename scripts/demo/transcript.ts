// What was asked and answered, as text to be read in a terminal. Pure.

import type { Answer } from '../../shared/types/conversations.ts'

/** @param question what was asked, with a word about what went along */
export function transcript(question: string, answer: Answer): string {
  const facts = [
    answer.provider === null ? null : `by ${answer.provider}`,
    answer.firstTextMs === null ? null : `first text after ${inSeconds(answer.firstTextMs)}`,
    answer.totalMs === null ? null : `${inSeconds(answer.totalMs)} in all`,
    answer.outcome.kind === 'failed' ? `failed: ${answer.outcome.failure.code}` : answer.outcome.kind,
  ]
  return [
    `You: ${question}`,
    `${answer.model} (${facts.filter((fact) => fact !== null).join(', ')}):`,
    ...(answer.reasoning === '' ? [] : [indented(answer.reasoning, '  ~ ')]),
    ...(answer.text === '' ? [] : [indented(answer.text, '  | ')]),
  ].join('\n')
}

function inSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

function indented(text: string, mark: string): string {
  return text.trim().replaceAll(/^/gm, mark)
}
