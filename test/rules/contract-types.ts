// A test by the compiler (`npm run check`): no output and no event of the contract can hold the key, however deep.
// Runs nothing. Where a type below is wrong, this file does not compile.

import type { Key } from '../../electron/keys/key.ts'
import type { Calls, Events, KeyCalls, CallOutput, EventPayload } from '../../shared/contract.ts'

type IsAny<Type> = 0 extends 1 & Type ? true : false

/** True where the type is the key, holds it in a field or an item, or could be anything at all. */
type HoldsKey<Type> =
  IsAny<Type> extends true
    ? true
    : unknown extends Type
      ? true
      : Type extends Key
        ? true
        : Type extends readonly (infer Item)[]
          ? HoldsKey<Item>
          : Type extends object
            ? { [Name in keyof Type]-?: HoldsKey<Type[Name]> }[keyof Type]
            : false

type Outputs<Table> = { [Name in keyof Table]: CallOutput<Table[Name]> }
type Payloads<Table> = { [Name in keyof Table]: EventPayload<Table[Name]> }

/** Compiles only when the two are the same. */
type AssertSame<Found extends Expected, Expected> = [Expected] extends [Found] ? Found : never

export type ContractChecks = readonly [
  AssertSame<HoldsKey<Outputs<Calls>>, false>,
  AssertSame<HoldsKey<Outputs<KeyCalls>>, false>,
  AssertSame<HoldsKey<Payloads<Events>>, false>,
  // The check itself: it finds a key that is there.
  AssertSame<HoldsKey<{ readonly deep: readonly { readonly down: Key | null }[] }>, boolean>,
  AssertSame<HoldsKey<{ readonly anything: unknown }>, true>,
]
