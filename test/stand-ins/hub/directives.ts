// Directives: lines of the prompt that tell the stand-in how to answer, so that tests need no other channel.

import type { ReasoningForm } from './catalogue.ts'

const reasoningForms: readonly ReasoningForm[] = ['reasoning_content', 'reasoning', 'reasoning_text', 'think-tags']
const finishReasons = ['stop', 'length', 'content_filter', 'tool_calls'] as const
const usageModes = ['last', 'every', 'empty-choices', 'none'] as const

export type FinishReason = (typeof finishReasons)[number]
export type UsageMode = (typeof usageModes)[number]

export interface Directives {
  /** The prompt without the directives. */
  readonly prompt: string
  readonly say: string | null
  readonly length: number | null
  readonly markdown: boolean
  readonly think: boolean
  readonly reasoning: ReasoningForm | null
  readonly finish: FinishReason | null
  readonly cut: number | null
  readonly repeat: number | null
  readonly usage: UsageMode | null
  readonly speed: number | null
  readonly wait: number | null
  readonly fault: string | null
  readonly refuse: string | null
  readonly noDone: boolean
  readonly noFinalBlankLine: boolean
}

/**
 * Extracts the directives from a prompt. Each has its own line; other lines stay in the prompt.
 *
 *     /say <text>           streams exactly the following text, up to the end of the prompt
 *     /length <n>           an answer of exactly n characters
 *     /markdown             a sample with headings, lists, a table and code; with /length repeated up to n characters
 *     /think                reasons first, in the model's form
 *     /reasoning <form>     reasons first: reasoning_content | reasoning | reasoning_text | think-tags
 *     /finish <reason>      stop | length | content_filter | tool_calls
 *     /cut <n>              ends after n tokens with the reason length; a request to continue gets the rest
 *     /repeat <n>           a request to continue gets the last n characters once more, before the rest
 *     /usage <where>        last | every | empty-choices | none; default: empty-choices if the request includes usage, else none
 *     /speed <n>            tokens per second for this answer, 0 for as fast as possible
 *     /wait <ms>            sends nothing, not even a status, for that time
 *     /fault <name>         a fault of test/stand-ins/hub/faults/faults.ts that the hub can simulate
 *     /refuse <name>        refuses a request that has this setting, such as `temperature`, or a `system` message
 *     /no-done              ends without [DONE] and without a finish reason
 *     /no-final-blank-line  ends with the finish reason, without the blank line after it and without [DONE]
 */
export function parseDirectives(text: string): Directives {
  const sayMatch = /(?:^|\n)\/say[ \n]/.exec(text)
  const before = sayMatch === null ? text : text.slice(0, sayMatch.index)
  const say = sayMatch === null ? null : text.slice(sayMatch.index + sayMatch[0].length)

  const values = new Map<string, string>()
  const prompt = before
    .split('\n')
    .filter((line) => {
      const match =
        /^\/(length|markdown|think|reasoning|finish|cut|repeat|usage|speed|wait|fault|refuse|no-done|no-final-blank-line)(?: (\S+))?$/.exec(
          line.trim(),
        )
      if (match !== null) values.set(match[1] ?? '', match[2] ?? '')
      return match === null
    })
    .join('\n')
    .trim()

  const number = (name: string): number | null => (values.has(name) ? Number(values.get(name)) : null)
  return {
    prompt,
    say,
    length: number('length'),
    markdown: values.has('markdown'),
    think: values.has('think'),
    reasoning: reasoningForms.find((form) => form === values.get('reasoning')) ?? null,
    finish: finishReasons.find((reason) => reason === values.get('finish')) ?? null,
    cut: number('cut'),
    repeat: number('repeat'),
    usage: usageModes.find((mode) => mode === values.get('usage')) ?? null,
    speed: number('speed'),
    wait: number('wait'),
    fault: values.get('fault') ?? null,
    refuse: values.get('refuse') ?? null,
    noDone: values.has('no-done'),
    noFinalBlankLine: values.has('no-final-blank-line'),
  }
}
