// What a page looks for, or puts up, to find out what it has in its hands. Runs in the page, not in Node: each function is sent as its
// own source text, so it uses nothing from outside itself.

/* oxlint-disable unicorn/consistent-function-scoping -- see above */

export async function listGrantedPermissions(names: readonly string[]): Promise<readonly string[]> {
  const granted: string[] = []
  for (const name of names) {
    try {
      // By way of text: the list of names is longer than what the types know.
      const { state } = await navigator.permissions.query(JSON.parse(JSON.stringify({ name })))
      if (state === 'granted') granted.push(name)
    } catch {
      // A name this browser does not know cannot be had.
    }
  }
  return granted
}

export interface FoundNames {
  readonly bridge: boolean
  readonly found: readonly string[]
}

/** What of `names` the page has, or a frame that it has made itself. */
export function findNames({ names, inFrame }: { readonly names: readonly string[]; readonly inFrame: boolean }): FoundNames {
  const frame = inFrame ? document.body.appendChild(document.createElement('iframe')) : null
  const frameWindow: object | null = frame === null ? window : frame.contentWindow
  const found = frameWindow === null ? ['no window'] : names.filter((name) => name in frameWindow)
  const bridge = frameWindow !== null && 'parley' in frameWindow
  frame?.remove()
  return { bridge, found }
}

export interface BridgeShape {
  readonly paths: readonly string[]
  readonly changeable: readonly string[]
  readonly globals: readonly string[]
}

export function inspectBridge(): BridgeShape {
  const paths: string[] = []
  const changeable: string[] = []
  const visit = (value: unknown, path: string): void => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return void paths.push(`${path}: ${typeof value}`)
    paths.push(typeof value === 'function' ? `${path}()` : path)
    if (!Object.isFrozen(value)) changeable.push(path)
    const prototype = typeof value === 'function' ? Function.prototype : Object.prototype
    if (Object.getPrototypeOf(value) !== prototype) paths.push(`${path}: a prototype of its own`)
    for (const key of Reflect.ownKeys(value)) {
      if (typeof value === 'function' && (key === 'length' || key === 'name')) continue
      visit(Reflect.get(value, key), `${path}.${String(key)}`)
    }
  }
  visit(Reflect.get(window, 'parley'), 'parley')
  const own = Object.getOwnPropertyDescriptor(window, 'parley')
  if (own?.writable === true || own?.configurable === true) changeable.push('window.parley')
  const frame = document.body.appendChild(document.createElement('iframe'))
  const defaultGlobals = new Set(Object.getOwnPropertyNames(frame.contentWindow ?? {}))
  frame.remove()
  // Numbers are the page's frames.
  const globals = Object.getOwnPropertyNames(window).filter((name) => !defaultGlobals.has(name) && !/^\d+$/.test(name))
  return { paths, changeable, globals }
}

/** Puts a spy in the place of every function of every prototype a bridge may use, before the page's first script. */
export function installSpies(): void {
  const { apply, getOwnPropertyDescriptor, ownKeys } = Reflect
  const seen: unknown[] = []
  const spy = { seen, isOn: false, functions: 0 }
  const targets = [
    Object.prototype,
    Array.prototype,
    Function.prototype,
    Promise.prototype,
    Map.prototype,
    Set.prototype,
    WeakMap.prototype,
    String.prototype,
    EventTarget.prototype,
    Event.prototype,
    Error.prototype,
    Object,
    Reflect,
    JSON,
    Array,
    Promise,
    performance,
  ]
  const createSpy = (original: (...args: never[]) => unknown) =>
    function (this: unknown, ...args: never[]): unknown {
      if (spy.isOn) {
        seen[seen.length] = this
        for (let at = 0; at < args.length; at += 1) seen[seen.length] = args[at]
      }
      return apply(original, this, args)
    }
  for (const target of targets) {
    for (const key of ownKeys(target)) {
      const { value, configurable } = getOwnPropertyDescriptor(target, key) ?? {}
      if (typeof value !== 'function' || configurable !== true || key === 'constructor') continue
      Object.defineProperty(target, key, { value: createSpy(value), configurable: true, writable: true, enumerable: false })
      spy.functions += 1
    }
  }
  // What assigns to a plain object meets these.
  for (const name of ['invoke', 'channel', 'args', 'id', 'kind', 'calls', 'events', 'exports', 'ipcRenderer', 'sender']) {
    // oxlint-disable-next-line no-extend-native -- that is the attack
    Object.defineProperty(Object.prototype, name, {
      configurable: true,
      get: () => undefined,
      set(this: object, value: unknown) {
        if (spy.isOn) seen[seen.length] = value
        Object.defineProperty(this, name, { value, configurable: true, writable: true, enumerable: true })
      },
    })
  }
  Object.defineProperty(window, 'spy', { value: spy })
}

export interface SpyReport {
  readonly functions: number
  readonly values: number
  readonly own: number
  readonly control: readonly string[]
  readonly replies: number
  readonly preloads: readonly string[]
}

export async function useBridgeWithSpies({ names, secrets }: { names: readonly string[]; secrets: readonly string[] }): Promise<SpyReport> {
  const spy: { readonly seen: unknown[]; isOn: boolean; readonly functions: number } = Reflect.get(window, 'spy')
  const bridge: {
    calls: Record<string, (input: unknown) => Promise<unknown>>
    events: Record<string, (listener: () => void) => () => void>
  } = Reflect.get(window, 'parley')
  /** What of a preload each value is, if anything. */
  const findPreloadObjects = (values: readonly unknown[]): readonly string[] => {
    const found = new Set<string>()
    for (const value of values) {
      if (typeof value === 'string' && secrets.some((secret) => value.includes(secret))) found.add('channel')
      if ((typeof value !== 'object' && typeof value !== 'function') || value === null) continue
      const has = (name: string): boolean => typeof Object.getOwnPropertyDescriptor(value, name)?.value === 'function'
      if (has('invoke') && has('on')) found.add('ipcRenderer')
      if (has('exposeInMainWorld')) found.add('contextBridge')
      if (Object.hasOwn(value, 'sender') && Object.hasOwn(value, 'ports')) found.add('event of main')
      if (typeof value === 'function' && value.name === 'require') found.add('require')
    }
    return [...found].toSorted()
  }
  const recordDuring = async (work: () => unknown): Promise<readonly unknown[]> => {
    const from = spy.seen.length
    spy.isOn = true
    await work()
    spy.isOn = false
    return spy.seen.slice(from)
  }
  const own = await recordDuring(() => ['x'].concat(['y']))
  const control = findPreloadObjects(
    await recordDuring(() => {
      const things: unknown[] = []
      things.push({ invoke: () => 0, on: () => 0 }, secrets[0])
    }),
  )
  let replies = 0
  const seen = await recordDuring(async () => {
    for (const subscribe of Object.values(bridge.events)) subscribe(() => undefined)()
    // What is not meant to be undefined is answered with a refusal: the way there and back is the same.
    for (const name of names) if ((await bridge.calls[name]?.(undefined)) !== undefined) replies += 1
  })
  return { functions: spy.functions, values: seen.length, own: own.length, control, replies, preloads: findPreloadObjects(seen) }
}
