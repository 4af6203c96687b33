// The table of faults: what can go wrong between Parley and Hugging Face, and what each must come to. Tests walk the table, so that
// a new row is tested by being written. Most are acted out by the stand-in (test/stand-ins/hub/fault-injection.ts); those that come before any
// reply need an origin of their own in its place (test/stand-ins/hub/faults/faulty-origins.ts).

import { replyFaults } from './reply-faults.ts'
import { streamFaults } from './stream-faults.ts'
import { networkFaults } from './network-faults.ts'

export const faults = { ...networkFaults, ...replyFaults, ...streamFaults }

export type FaultName = keyof typeof faults

/** Those that the stand-in can act out: `hub.setFault` and `/fault` take them. */
export type HubFaultName = {
  [Name in FaultName]: (typeof faults)[Name]['act'] extends { readonly kind: 'origin' } ? never : Name
}[FaultName]

/** Those for which the app must be sent elsewhere: `openFaultyOrigin` takes them. */
export type OriginFaultName = Exclude<FaultName, HubFaultName>

export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(faults, name)
}

export function isHubFaultName(name: string): name is HubFaultName {
  return isFaultName(name) && faults[name].act.kind !== 'origin'
}

export const faultNames: readonly FaultName[] = Object.keys(faults).filter(isFaultName)
