// The fault table: what can go wrong between Parley and Hugging Face, and the expected outcome of each. Specs iterate over the
// table, so a new row is tested automatically. The hub simulates most faults (../fault-injection.ts); those that occur before any
// reply replace the hub's origin (faulty-origins.ts).

import { replyFaults } from './reply-faults.ts'
import { streamFaults } from './stream-faults.ts'
import { networkFaults } from './network-faults.ts'

export const faults = { ...networkFaults, ...replyFaults, ...streamFaults }

export type FaultName = keyof typeof faults

/** The faults that the hub can simulate, for `hub.setFault` and `/fault`. */
export type HubFaultName = {
  [Name in FaultName]: (typeof faults)[Name]['behavior'] extends { readonly kind: 'origin' } ? never : Name
}[FaultName]

/** The faults that need another origin, for `openFaultyOrigin`. */
export type OriginFaultName = Exclude<FaultName, HubFaultName>

export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(faults, name)
}

export function isHubFaultName(name: string): name is HubFaultName {
  return isFaultName(name) && faults[name].behavior.kind !== 'origin'
}

export const faultNames: readonly FaultName[] = Object.keys(faults).filter(isFaultName)
