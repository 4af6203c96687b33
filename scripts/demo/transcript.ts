// Formats a prompt and its answer for the terminal. Pure.

import type { Answer } from '../../shared/types/messages.ts'

/** @param question the prompt, with a note about its attachment */
export function formatTranscript(question: string, answer: Answer): string {
  const facts = [
    answer.provider === null ? null : `by ${answer.provider}`,
    answer.firstTextMs === null ? null : `first text after ${formatSeconds(answer.firstTextMs)}`,
    answer.totalMs === null ? null : `${formatSeconds(answer.totalMs)} in total`,
    answer.outcome.kind === 'failed' ? `failed: ${answer.outcome.failure.code}` : answer.outcome.kind,
  ]
  return [
    `You: ${question}`,
    `${answer.model} (${facts.filter((fact) => fact !== null).join(', ')}):`,
    ...(answer.reasoning === '' ? [] : [indent(answer.reasoning, '  ~ ')]),
    ...(answer.text === '' ? [] : [indent(answer.text, '  | ')]),
  ].join('\n')
}

function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

function indent(text: string, prefix: string): string {
  return text.trim().replaceAll(/^/gm, prefix)
}
