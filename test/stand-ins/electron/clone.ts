// Encodes structured clones as text, for messages between main and a preload. The page runs the same function from its source
// text, so `createCodec` cannot use anything outside itself.

/* oxlint-disable unicorn/consistent-function-scoping -- see above */
/* oxlint-disable typescript/no-unsafe-type-assertion -- `decode` reads only what `encode` wrote; the tags give the types */

export interface Codec {
  /** Throws "An object could not be cloned." where Electron does: functions, symbols, host objects. */
  readonly encode: (value: unknown) => string
  readonly decode: <Value = unknown>(text: string) => Value
}

/** Strings, numbers, booleans and null encode as themselves; everything else as a tag and its parts. */
type Encoded = null | string | number | boolean | TaggedValue
interface TaggedValue extends ReadonlyArray<Encoded> {
  readonly 0: string
}

export function createCodec(): Codec {
  const errors = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError }
  const byteViews = { Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, DataView }
  const views = { ...byteViews, Float32Array, Float64Array, BigInt64Array, BigUint64Array }
  const isKeyOf = <Table extends object>(table: Table, name: string): name is keyof Table & string => Object.hasOwn(table, name)
  const getTypeTag = (item: unknown): string => Object.prototype.toString.call(item).slice(8, -1)
  const throwNotCloneable = (): never => {
    throw new Error('An object could not be cloned.')
  }
  const toText = (bytes: Uint8Array): string => {
    let text = ''
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
    return btoa(text)
  }
  const toBuffer = (text: string): ArrayBuffer => Uint8Array.from(atob(text), (character) => character.charCodeAt(0)).buffer

  function encode(value: unknown): string {
    const seen = new Map<object, number>()
    let copy: unknown
    try {
      // structuredClone decides what can be cloned, and runs getters once.
      copy = structuredClone(value)
    } catch {
      throwNotCloneable()
    }
    return JSON.stringify(write(copy))

    function write(item: unknown): Encoded {
      if (item === null || typeof item === 'string' || typeof item === 'boolean') return item
      if (Object.is(item, -0)) return ['number', '-0']
      if (typeof item === 'number') return Number.isFinite(item) ? item : ['number', String(item)]
      if (item === undefined) return ['undefined']
      if (typeof item === 'bigint') return ['bigint', String(item)]
      if (typeof item !== 'object') return throwNotCloneable()
      const known = seen.get(item)
      if (known !== undefined) return ['seen', known]
      seen.set(item, seen.size)
      return writeObject(item, getTypeTag(item))
    }

    function writeObject(item: object, kind: string): Encoded {
      if (Array.isArray(item)) {
        const isDense = Object.keys(item).length === item.length
        return isDense ? ['list', ...item.map(write)] : ['array', item.length, ...properties(item)]
      }
      if (kind === 'Object') return ['object', ...properties(item)]
      if (item instanceof Date) return ['date', write(item.getTime())]
      if (item instanceof Map) return ['map', ...[...item].flatMap(([key, part]) => [write(key), write(part)])]
      if (item instanceof Set) return ['set', ...[...item].map(write)]
      if (item instanceof RegExp) return ['regexp', item.source, item.flags]
      if (item instanceof ArrayBuffer) return ['buffer', toText(new Uint8Array(item))]
      if (ArrayBuffer.isView(item) && isKeyOf(views, kind)) return writeView(item, kind)
      if (item instanceof Error) {
        return ['error', item.name, write(item.message), write(item.stack), 'cause' in item ? write(item.cause) : ['none']]
      }
      return ['Number', 'String', 'Boolean', 'BigInt'].includes(kind) ? ['boxed', write(item.valueOf())] : throwNotCloneable()
    }

    function properties(item: object): Encoded[] {
      return Object.entries(item).flatMap(([key, part]) => [key, write(part)])
    }

    function writeView(item: ArrayBufferView, kind: string): Encoded {
      // A DataView counts in bytes, every other view in elements.
      const length = 'length' in item ? Number(item.length) : item.byteLength
      return ['view', kind, write(item.buffer), item.byteOffset, length]
    }
  }

  function decode<Value>(text: string): Value {
    const decodedObjects: unknown[] = []
    const encoded: Encoded = JSON.parse(text)
    return read(encoded) as Value

    function register<Item>(item: Item): Item {
      decodedObjects.push(item)
      return item
    }

    function read(item: Encoded | undefined): unknown {
      if (item === undefined || item === null || typeof item !== 'object') return item
      const [tag, ...parts] = item
      if (tag === 'undefined') return undefined
      if (tag === 'number') return Number(parts[0])
      if (tag === 'bigint') return BigInt(String(parts[0]))
      if (tag === 'seen') return decodedObjects[Number(parts[0])]
      return readObject(tag, parts)
    }

    // An object is registered before its parts, in the order in which `write` numbered it.
    function readObject(tag: string, parts: readonly Encoded[]): unknown {
      const [first, second] = parts
      switch (tag) {
        case 'list':
          return fill(register<unknown[]>([]), parts.flatMap((part, at) => [String(at), part])) // prettier-ignore
        case 'array':
          return Object.assign(fill(register<unknown[]>([]), parts.slice(1)), { length: Number(first) })
        case 'object':
          return fill(register({}), parts)
        case 'date':
          return register(new Date(Number(read(first))))
        case 'regexp':
          return register(new RegExp(String(first), String(second)))
        case 'buffer':
          return register(toBuffer(String(first)))
        case 'boxed':
          return register(Object(read(first)))
        case 'map':
          return readMap(register(new Map()), parts)
        case 'set':
          return readSet(register(new Set()), parts)
        case 'view':
          return readView(parts)
        default:
          return readError(parts)
      }
    }

    function readMap(map: Map<unknown, unknown>, parts: readonly Encoded[]): unknown {
      for (let at = 0; at < parts.length; at += 2) map.set(read(parts[at]), read(parts[at + 1]))
      return map
    }

    function readSet(set: Set<unknown>, parts: readonly Encoded[]): unknown {
      for (const part of parts) set.add(read(part))
      return set
    }

    function readView([name, buffer, offset, length]: readonly Encoded[]): unknown {
      const at = decodedObjects.push(null) - 1
      // All view constructors take a buffer, an offset and a length.
      const View = views[String(name) as keyof typeof views] as typeof Uint8Array
      return (decodedObjects[at] = new View(read(buffer) as ArrayBuffer, Number(offset), Number(length)))
    }

    function readError([kind, message, stack, cause]: readonly Encoded[]): unknown {
      const name = String(kind)
      const error = register(new (isKeyOf(errors, name) ? errors[name] : Error)(String(read(message))))
      Object.defineProperty(error, 'stack', { value: read(stack), writable: true, configurable: true })
      if (!(Array.isArray(cause) && cause[0] === 'none')) error.cause = read(cause)
      return error
    }

    function fill<Target extends object>(target: Target, parts: readonly (Encoded | undefined)[]): Target {
      for (let at = 0; at < parts.length; at += 2) {
        const value = read(parts[at + 1])
        Object.defineProperty(target, String(parts[at]), { value, writable: true, enumerable: true, configurable: true })
      }
      return target
    }
  }

  return { encode, decode }
}
