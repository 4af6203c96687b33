// How a spec takes part in `npm run proof`: its title starts with "[row N]", it says how many cases it ran and where.
// Hides how many cases each kind of run asks for, and how the facts reach the command that prints them.

import { test } from '@playwright/test'

export type ProofTarget = 'Node' | 'stand-in' | 'Electron' | 'Linux keyring' | 'artifact'

export interface ProofFacts {
  /** What was measured, in the unit of the row: "0 hits", "500 of 500 refused". */
  readonly figure: string
  readonly cases: number
  readonly where: readonly ProofTarget[]
  /** What this row cannot show on this machine, in a few words each. */
  readonly notProven?: readonly string[]
}

/** The stated number of cases under `npm run proof`, a few under `npm test`. */
export function caseCount(few: number, stated: number): number {
  return process.env['PARLEY_PROOF'] === 'stated' ? stated : few
}

/** On what an app of a spec runs. */
export function getProofTarget({ isStandIn }: { readonly isStandIn: boolean }): ProofTarget {
  return isStandIn ? 'stand-in' : 'Electron'
}

/** Tells the proof what the running spec has shown. Call it last: what comes before must have passed. */
export function recordProof(facts: ProofFacts): void {
  test.info().annotations.push({ type: 'proven', description: JSON.stringify(facts) })
}
