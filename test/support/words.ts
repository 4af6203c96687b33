// Finds sentences on screen by their templates in the words' files.

import { fillPlaceholders } from '../../shared/fill-placeholders.ts'

/** Matches the whole template, with any text in the place of each `{{placeholder}}`. */
export function toPattern(template: string): RegExp {
  const fixed = template.split(/\{\{.*?\}\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`^${fixed.join('.*')}$`, 's')
}

/** Fills in a template whose placeholders may have a format, such as `{{count, number}}`. */
export function fillFormatted(template: string, values: Readonly<Record<string, string | number>>): string {
  return fillPlaceholders(template.replaceAll(/\{\{(\w+), \w+\}\}/g, '{{$1}}'), values)
}
