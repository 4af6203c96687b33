// The one cast from the stand-in's objects to Electron's types. The objects implement only what the app uses; each member is
// checked against Electron's types where it is defined.

/** Returns `ours` as the Electron type it replaces; at least one of its properties must belong to that type. */
export function asElectron<Theirs>(ours: { readonly [Name in keyof NoInfer<Theirs>]?: unknown }): Theirs {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one cast, see above
  return ours as Theirs
}
