// The released steps of the history's form, read from their folder, and the same with a place in them at which a process stands still.

import { readdirSync } from 'node:fs'

const folder = new URL('../../electron/history/migrations/', import.meta.url)

/** In order: step n makes version n + 1 of version n. */
export const releasedSteps: readonly string[] = await Promise.all(
  readdirSync(folder)
    .toSorted()
    .map(async (name) => {
      const exported: Readonly<Record<string, unknown>> = await import(new URL(name, folder).href)
      const [step] = Object.values(exported)
      if (typeof step !== 'string') throw new Error(`${name} holds no step`)
      return step
    }),
)

/** A statement begins at the edge of the page; what is inside a trigger is indented, and its `end` ends it. */
const betweenStatements = /;\n+(?=[a-z-])(?!end\b)/

/** How many places there are in a step: before its first statement, between any two, and after its last. */
export function placesIn(step: string): number {
  return step.split(betweenStatements).length + 1
}

/** The released steps, of which one stands still at this place by calling the function `halt`. */
export function haltedSteps(index: number, place: number): readonly string[] {
  const statements = (releasedSteps[index] ?? '').split(betweenStatements)
  statements.splice(place, 0, 'select halt()')
  return releasedSteps.with(index, statements.join(';\n'))
}
