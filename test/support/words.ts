// Finds sentences on screen by their templates in the words' files.

/** Matches the whole template, with any text in the place of each `{{placeholder}}`. */
export function toPattern(template: string): RegExp {
  const fixed = template.split(/\{\{.*?\}\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`^${fixed.join('.*')}$`, 's')
}
