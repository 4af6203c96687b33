// Where the stand-in's objects are handed to the app as Electron's own. They have less than those: what the app uses, each part
// checked against Electron's types where it is made.

/** `ours` under the name of the type it stands in for; at least one of its properties must be that type's. */
export function asElectron<Theirs>(ours: { readonly [Name in keyof NoInfer<Theirs>]?: unknown }): Theirs {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place, see above
  return ours as Theirs
}
