// Runs in the page, not in Node: the two ends of Electron's context bridge, one in the page's world and one in the preload's.
// Each function is sent as its own source text, so none uses anything from outside itself.
//
// The ends meet at an element of a detached shadow tree that only they can reach: what an event carries is cloned between the
// worlds, and `window.event` stays empty while a listener inside a shadow tree runs. Everything used is captured before the
// page's first script, and only own properties are read: prototypes changed by the page see nothing and break nothing.

/* oxlint-disable unicorn/consistent-function-scoping -- see above */

export type Callable = (...args: unknown[]) => unknown

export interface BridgeEnd {
  /** Calls what the other end offers under `id`; throws an error with only the message of what was thrown there. */
  readonly call: (id: number, ...args: unknown[]) => unknown
}

/** One value on its way. Every field is always there, so that reading one never reaches a prototype. */
interface Parcel {
  readonly kind: 'cloned' | 'function' | 'returned' | 'promise' | 'error' | 'array' | 'object' | 'seen'
  readonly value: unknown
  readonly id: number
  /** Parts by number, and their names when the parcel is an object. */
  readonly parts: Readonly<Record<number, Parcel>>
  readonly names: Readonly<Record<number, string>>
  readonly count: number
}

interface Message {
  readonly kind: 'call' | 'returned' | 'thrown' | 'kept' | 'broken'
  readonly id: number
  readonly parcel: Parcel
}

/** One end of the bridge; both worlds run it. `offer` is callable from the other end as number 0. */
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

  apply(addEventListener, port, [own, (event: Event) => receive(apply(detail, event, []) as Message)]) // Only the other end writes here.
  return { call }

  function throwMissing(): never {
    throw new SafeError('This browser has no events with details.')
  }

  function table<Value>(): Record<number, Value> {
    return create(null) as Record<number, Value> // An object without a prototype has no setters to run into.
  }

  function defineOwn(target: object, key: PropertyKey, value: unknown): void {
    const descriptor = create(null) as PropertyDescriptor // As above.
    descriptor.value = value
    descriptor.writable = true
    descriptor.enumerable = true
    descriptor.configurable = true
    defineProperty(target, key, descriptor)
  }

  function send(kind: Message['kind'], id: number, content: Parcel): void {
    const message: Message = { kind, id, parcel: content }
    apply(dispatchEvent, port, [new SafeEvent(other, { bubbles: false, cancelable: false, composed: false, detail: message })])
  }

  function call(id: number, ...args: unknown[]): unknown {
    const before = reply
    reply = null
    send('call', id, pack(args))
    const response = reply as Message | null // Set by `receive` while the event was under way.
    reply = before
    if (response === null) throw new SafeError(unknown)
    if (response.kind === 'thrown') throw new SafeError(response.parcel.value as string) // Thrown messages are text.
    return unpack(response.parcel)
  }

  function receive(message: Message): void {
    const { kind, id, parcel: content } = message
    if (kind === 'returned' || kind === 'thrown') {
      reply = message
    } else if (kind === 'call') {
      answer(id, content)
    } else {
      const waiting = pendingPromises[id]
      delete pendingPromises[id]
      const value = unpack(content)
      if (kind === 'kept') waiting?.resolve(value)
      else waiting?.reject(value)
    }
  }

  function answer(id: number, args: Parcel): void {
    let result: Parcel
    try {
      // A parcel of arguments is an array; anything else fails here and is told as thrown.
      result = pack(apply(exposedFunctions[id] ?? throwMissing, undefined, unpack(args) as unknown[]))
    } catch (error) {
      return send('thrown', 0, parcel('cloned', messageOf(error) ?? unknown))
    }
    send('returned', 0, result)
  }

  function messageOf(error: unknown): string | null {
    try {
      const { message } = error as { message?: unknown } // Anything can be thrown; what has no message fails or gives none.
      return typeof message === 'string' ? message : null
    } catch {
      return null
    }
  }

  function parcel(kind: Parcel['kind'], value: unknown, id = 0): Parcel {
    return { kind, value, id, parts: table(), names: table(), count: 0 }
  }

  function pack(root: unknown): Parcel {
    const seen = new SafeWeakMap<object, number>()
    let objectCount = 0
    return write(root, 0)

    function write(value: unknown, depth: number): Parcel {
      if (depth > 1000) throw new SafeError(tooDeep)
      if (typeof value === 'function') return writeFunction(value as Callable)
      if (typeof value === 'symbol') throw new SafeError('An object could not be cloned.')
      if (typeof value !== 'object' || value === null) return parcel('cloned', value)
      const known = apply(weakMapGet, seen, [value]) as number | undefined // What `remember` put there.
      if (known !== undefined) return parcel('seen', undefined, known)
      if (isKind(value, promises)) return writePromise(value as Promise<unknown>)
      if (isKind(value, errors)) return parcel('error', messageOf(value) ?? '')
      const isPlain = getPrototypeOf(value) === objects || apply(describe, value, []) === '[object Object]'
      if (isArray(value) || isPlain) return writeParts(value, depth)
      try {
        return parcel('cloned', clone(value))
      } catch {
        throw new SafeError('An object could not be cloned.')
      }
    }

    function writeParts(value: object, depth: number): Parcel {
      apply(weakMapSet, seen, [value, objectCount++])
      const keys = keysOf(value)
      const parts = table<Parcel>()
      const names = table<string>()
      for (let at = 0; at < keys.length; at += 1) {
        const key = keys[at] ?? ''
        names[at] = key
        parts[at] = write((value as Record<string, unknown>)[key], depth + 1) // One of its own keys.
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

  function writeFunction(value: Callable): Parcel {
    const returned = apply(weakMapGet, proxies, [value]) as number | undefined // What `remember` put there.
    if (returned !== undefined) return parcel('returned', undefined, returned)
    const known = apply(weakMapGet, ids, [value]) as number | undefined // As above.
    const id = known ?? count++
    if (known === undefined) apply(weakMapSet, ids, [value, id])
    exposedFunctions[id] = value
    return parcel('function', undefined, id)
  }

  function writePromise(value: Promise<unknown>): Parcel {
    const id = count++
    const settle = (kind: 'kept' | 'broken') => (result: unknown) => {
      let content: Parcel
      try {
        content = pack(result)
      } catch (error) {
        return send('broken', id, parcel('error', messageOf(error) ?? unknown))
      }
      send(kind, id, content)
    }
    void apply(then, value, [settle('kept'), settle('broken')])
    return parcel('promise', undefined, id)
  }

  function isKind(value: object, prototype: object): boolean {
    for (let at: object | null = getPrototypeOf(value); at !== null; at = getPrototypeOf(at)) if (at === prototype) return true
    return false
  }

  function unpack(root: Parcel): unknown {
    const made = table<object>()
    let objectCount = 0
    return read(root)

    function read({ kind, value, id, parts, names, count: size }: Parcel): unknown {
      if (kind === 'cloned') return value
      if (kind === 'seen') return made[id]
      if (kind === 'returned') return exposedFunctions[id]
      if (kind === 'error') return new SafeError(value as string) // Written from a text.
      if (kind === 'function') return proxy(id)
      if (kind === 'promise') return new SafePromise((resolve, fail) => void (pendingPromises[id] = { resolve, reject: fail }))
      const target: object = kind === 'array' ? [] : {}
      made[objectCount++] = target
      for (let at = 0; at < size; at += 1) {
        const part = parts[at]
        const name = names[at]
        if (part !== undefined && name !== undefined) defineOwn(target, name, read(part))
      }
      if (kind === 'array') (target as unknown[]).length = value as number // Keeps holes at the end; written from a length.
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
