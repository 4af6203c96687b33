// Runs in the page, not in Node: the two ends of Electron's context bridge, one in the page's world and one in the preload's.
// Each function is sent as its own source text, so none can use anything outside itself.
//
// The ends talk through events on an element of a detached shadow tree that only they can reach. The browser clones an event's
// detail between worlds, and `window.event` stays empty for listeners inside a shadow tree. All built-ins are captured before the
// page's first script and only own properties are read, so a page that replaces prototypes observes and breaks nothing.

/* oxlint-disable unicorn/consistent-function-scoping -- see above */

export type Callable = (...args: unknown[]) => unknown

export interface BridgeEnd {
  /** Calls the function exposed by the other end under `id`; throws an error with only the message of what was thrown there. */
  readonly call: (id: number, ...args: unknown[]) => unknown
}

/** One value in transit. Every field is always present, so that reading one never reaches a prototype. */
interface SerializedValue {
  readonly kind: 'cloned' | 'function' | 'own-function' | 'promise' | 'error' | 'array' | 'object' | 'seen'
  readonly value: unknown
  readonly id: number
  /** The parts of an array or object by index, and their keys. */
  readonly parts: Readonly<Record<number, SerializedValue>>
  readonly names: Readonly<Record<number, string>>
  readonly count: number
}

interface Message {
  readonly kind: 'call' | 'returned' | 'thrown' | 'fulfilled' | 'rejected'
  readonly id: number
  readonly content: SerializedValue
}

/** One end of the bridge; both worlds run it. The other end can call `exposed` as number 0. */
export function bridgeEnd(port: EventTarget, own: string, other: string, exposed: Callable): BridgeEnd {
  'use strict'
  const { apply, defineProperty, getPrototypeOf } = Reflect
  const { create, keys: keysOf } = Object
  const { isArray } = Array
  const { dispatchEvent, addEventListener } = EventTarget.prototype
  const { get: weakMapGet, set: weakMapSet } = WeakMap.prototype
  const { bind } = Function.prototype
  const { toString: describe } = Object.prototype
  const [SafeEvent, SafePromise, SafeError, SafeWeakMap, clone] = [CustomEvent, Promise, Error, WeakMap, structuredClone]
  const [promises, errors, objects, then] = [Promise.prototype, Error.prototype, Object.prototype, Promise.prototype.then]
  const detail = Object.getOwnPropertyDescriptor(CustomEvent.prototype, 'detail')?.get ?? ((): never => throwMissing())
  const tooDeep = 'Electron contextBridge recursion depth exceeded.  Nested objects deeper than 1000 are not supported.'
  const unknown = 'An unknown exception occurred in the isolated context, an error occurred but a valid exception was not thrown.'

  const exposedFunctions = table<Callable>()
  const pendingPromises = table<{ readonly resolve: (value: unknown) => void; readonly reject: (error: unknown) => void }>()
  const proxies = new SafeWeakMap<object, number>()
  const ids = new SafeWeakMap<object, number>()
  let count = 0
  let reply: Message | null = null
  exposedFunctions[count++] = exposed

  apply(addEventListener, port, [own, (event: Event) => receive(apply(detail, event, []) as Message)]) // Only the other end dispatches this event.
  return { call }

  function throwMissing(): never {
    throw new SafeError('This browser has no CustomEvent.detail.')
  }

  function table<Value>(): Record<number, Value> {
    return create(null) as Record<number, Value> // No prototype, so no inherited setters.
  }

  function defineOwn(target: object, key: PropertyKey, value: unknown): void {
    const descriptor = create(null) as PropertyDescriptor // As above.
    descriptor.value = value
    descriptor.writable = true
    descriptor.enumerable = true
    descriptor.configurable = true
    defineProperty(target, key, descriptor)
  }

  function send(kind: Message['kind'], id: number, content: SerializedValue): void {
    const message: Message = { kind, id, content }
    apply(dispatchEvent, port, [new SafeEvent(other, { bubbles: false, cancelable: false, composed: false, detail: message })])
  }

  function call(id: number, ...args: unknown[]): unknown {
    const before = reply
    reply = null
    send('call', id, pack(args))
    const response = reply as Message | null // Set by `receive` during the synchronous dispatch.
    reply = before
    if (response === null) throw new SafeError(unknown)
    if (response.kind === 'thrown') throw new SafeError(response.content.value as string) // A thrown message is a string.
    return unpack(response.content)
  }

  function receive(message: Message): void {
    const { kind, id, content } = message
    if (kind === 'returned' || kind === 'thrown') {
      reply = message
    } else if (kind === 'call') {
      answer(id, content)
    } else {
      const pending = pendingPromises[id]
      delete pendingPromises[id]
      const value = unpack(content)
      if (kind === 'fulfilled') pending?.resolve(value)
      else pending?.reject(value)
    }
  }

  function answer(id: number, args: SerializedValue): void {
    let result: SerializedValue
    try {
      // Arguments arrive as an array; anything else fails here and is reported as thrown.
      result = pack(apply(exposedFunctions[id] ?? throwMissing, undefined, unpack(args) as unknown[]))
    } catch (error) {
      return send('thrown', 0, serialized('cloned', messageOf(error) ?? unknown))
    }
    send('returned', 0, result)
  }

  function messageOf(error: unknown): string | null {
    try {
      const { message } = error as { message?: unknown } // Anything can be thrown; a value without a message yields null.
      return typeof message === 'string' ? message : null
    } catch {
      return null
    }
  }

  function serialized(kind: SerializedValue['kind'], value: unknown, id = 0): SerializedValue {
    return { kind, value, id, parts: table(), names: table(), count: 0 }
  }

  function pack(root: unknown): SerializedValue {
    const seen = new SafeWeakMap<object, number>()
    let objectCount = 0
    return write(root, 0)

    function write(value: unknown, depth: number): SerializedValue {
      if (depth > 1000) throw new SafeError(tooDeep)
      if (typeof value === 'function') return writeFunction(value as Callable)
      if (typeof value === 'symbol') throw new SafeError('An object could not be cloned.')
      if (typeof value !== 'object' || value === null) return serialized('cloned', value)
      const known = apply(weakMapGet, seen, [value]) as number | undefined // Only numbers are stored.
      if (known !== undefined) return serialized('seen', undefined, known)
      if (isKind(value, promises)) return writePromise(value as Promise<unknown>)
      if (isKind(value, errors)) return serialized('error', messageOf(value) ?? '')
      const isPlain = getPrototypeOf(value) === objects || apply(describe, value, []) === '[object Object]'
      if (isArray(value) || isPlain) return writeParts(value, depth)
      try {
        return serialized('cloned', clone(value))
      } catch {
        throw new SafeError('An object could not be cloned.')
      }
    }

    function writeParts(value: object, depth: number): SerializedValue {
      apply(weakMapSet, seen, [value, objectCount++])
      const keys = keysOf(value)
      const parts = table<SerializedValue>()
      const names = table<string>()
      for (let at = 0; at < keys.length; at += 1) {
        const key = keys[at] ?? ''
        names[at] = key
        parts[at] = write((value as Record<string, unknown>)[key], depth + 1) // The key is one of the value’s own.
      }
      return {
        kind: isArray(value) ? 'array' : 'object',
        value: isArray(value) ? value.length : 0,
        id: 0,
        parts,
        names,
        count: keys.length,
      }
    }
  }

  function writeFunction(value: Callable): SerializedValue {
    const returned = apply(weakMapGet, proxies, [value]) as number | undefined // Only numbers are stored.
    if (returned !== undefined) return serialized('own-function', undefined, returned)
    const known = apply(weakMapGet, ids, [value]) as number | undefined // As above.
    const id = known ?? count++
    if (known === undefined) apply(weakMapSet, ids, [value, id])
    exposedFunctions[id] = value
    return serialized('function', undefined, id)
  }

  function writePromise(value: Promise<unknown>): SerializedValue {
    const id = count++
    const settle = (kind: 'fulfilled' | 'rejected') => (result: unknown) => {
      let content: SerializedValue
      try {
        content = pack(result)
      } catch (error) {
        return send('rejected', id, serialized('error', messageOf(error) ?? unknown))
      }
      send(kind, id, content)
    }
    void apply(then, value, [settle('fulfilled'), settle('rejected')])
    return serialized('promise', undefined, id)
  }

  function isKind(value: object, prototype: object): boolean {
    for (let at: object | null = getPrototypeOf(value); at !== null; at = getPrototypeOf(at)) if (at === prototype) return true
    return false
  }

  function unpack(root: SerializedValue): unknown {
    const made = table<object>()
    let objectCount = 0
    return read(root)

    function read({ kind, value, id, parts, names, count: size }: SerializedValue): unknown {
      if (kind === 'cloned') return value
      if (kind === 'seen') return made[id]
      if (kind === 'own-function') return exposedFunctions[id]
      if (kind === 'error') return new SafeError(value as string) // Written from a string.
      if (kind === 'function') return proxy(id)
      if (kind === 'promise') return new SafePromise((resolve, fail) => void (pendingPromises[id] = { resolve, reject: fail }))
      const target: object = kind === 'array' ? [] : {}
      made[objectCount++] = target
      for (let at = 0; at < size; at += 1) {
        const part = parts[at]
        const name = names[at]
        if (part !== undefined && name !== undefined) defineOwn(target, name, read(part))
      }
      if (kind === 'array') (target as unknown[]).length = value as number // Restores holes at the end; written from a length.
      return target
    }
  }

  function proxy(id: number): Callable {
    // A bound function shows no source text.
    const made = apply(bind, call, [undefined, id]) as Callable
    apply(weakMapSet, proxies, [made, id])
    return made
  }
}
