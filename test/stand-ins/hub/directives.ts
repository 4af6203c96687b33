// Directives: lines of the prompt that tell the stand-in how to answer, so that a test needs no other channel.

import type { ReasoningForm } from './catalogue.ts'

const reasoningForms: readonly ReasoningForm[] = ['reasoning_content', 'reasoning', 'reasoning_text', 'think-tags']
const finishReasons = ['stop', 'length', 'content_filter', 'tool_calls'] as const
const usagePlaces = ['last', 'every', 'empty-choices', 'none'] as const

export type FinishReason = (typeof finishReasons)[number]
export type UsagePlace = (typeof usagePlaces)[number]

export interface Directives {
  /** What is left of the prompt. */
  readonly prompt: string
  readonly say: string | null
  readonly length: number | null
  readonly markdown: boolean
  readonly think: boolean
  readonly reasoning: ReasoningForm | null
  readonly finish: FinishReason | null
  readonly cut: number | null
  readonly repeat: number | null
  readonly usage: UsagePlace | null
  readonly speed: number | null
  readonly wait: number | null
  readonly fault: string | null
  readonly refuse: string | null
  readonly noDone: boolean
  readonly noFinalBlankLine: boolean
}

/**
 * Takes the directives out of a prompt. Each stands on a line of its own; a line that is none stays in the prompt.
 *
 *     /say <text>           streams exactly what follows, to the end of the prompt
 *     /length <n>           an answer of exactly n characters
 *     /markdown             a sample with headings, lists, a table and code; with /length again and again, up to n characters
 *     /think                reasons first, in the model's own form
 *     /reasoning <form>     reasons first: reasoning_content | reasoning | reasoning_text | think-tags
 *     /finish <reason>      stop | length | content_filter | tool_calls
 *     /cut <n>              ends after n pieces with the reason length; a request to go on gets the rest
 *     /repeat <n>           a request to go on gets the last n characters once more, before the rest
 *     /usage <where>        last | every | empty-choices | none; unasked: empty-choices if the request includes usage, else none
 *     /speed <n>            pieces a second for this answer, 0 for as fast as possible
 *     /wait <ms>            sends nothing, not even a status, for so long
 *     /fault <name>         one of test/stand-ins/hub/faults/faults.ts that a reply can show
 *     /refuse <name>        refuses a request that carries this setting, as `temperature`, or a turn of `system`
 *     /no-done              ends without [DONE] and without a finish reason
 *     /no-final-blank-line  ends with the reason, without the empty line behind it and without [DONE]
 */
export function readDirectives(text: string): Directives {
  const said = /(?:^|\n)\/say[ \n]/.exec(text)
  const before = said === null ? text : text.slice(0, said.index)
  const say = said === null ? null : text.slice(said.index + said[0].length)

  const given = new Map<string, string>()
  const prompt = before
    .split('\n')
    .filter((line) => {
      const match =
        /^\/(length|markdown|think|reasoning|finish|cut|repeat|usage|speed|wait|fault|refuse|no-done|no-final-blank-line)(?: (\S+))?$/.exec(
          line.trim(),
        )
      if (match !== null) given.set(match[1] ?? '', match[2] ?? '')
      return match === null
    })
    .join('\n')
    .trim()

  const number = (name: string): number | null => (given.has(name) ? Number(given.get(name)) : null)
  return {
    prompt,
    say,
    length: number('length'),
    markdown: given.has('markdown'),
    think: given.has('think'),
    reasoning: reasoningForms.find((form) => form === given.get('reasoning')) ?? null,
    finish: finishReasons.find((reason) => reason === given.get('finish')) ?? null,
    cut: number('cut'),
    repeat: number('repeat'),
    usage: usagePlaces.find((place) => place === given.get('usage')) ?? null,
    speed: number('speed'),
    wait: number('wait'),
    fault: given.get('fault') ?? null,
    refuse: given.get('refuse') ?? null,
    noDone: given.has('no-done'),
    noFinalBlankLine: given.has('no-final-blank-line'),
  }
}
