// Structured clone as text, for messages between main and a preload. The page's side runs the same function from its source
// text, so `makeCodec` uses nothing from outside itself.

export interface Codec {
  /** Throws "An object could not be cloned." where Electron does: functions, symbols, objects of the platform. */
  readonly encode: (value: unknown) => string
  readonly decode: (text: string) => unknown
}

type Node = null | string | number | boolean | readonly [tag: string, ...parts: unknown[]]

export function makeCodec(): Codec {
  const views = {
    Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array,
    Float32Array, Float64Array, BigInt64Array, BigUint64Array, DataView,
  } // prettier-ignore
  const errors = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError }
  const isNameOf = <Table extends object>(table: Table, name: string): name is keyof Table & string => Object.hasOwn(table, name)
  const refuse = (): never => {
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
      // The platform's own rules decide what can be cloned, and getters run once.
      copy = structuredClone(value)
    } catch {
      refuse()
    }
    return JSON.stringify(write(copy))

    function write(item: unknown): Node {
      if (item === null || typeof item === 'string' || typeof item === 'boolean') return item
      if (typeof item === 'number')
        return Number.isFinite(item) && !Object.is(item, -0) ? item : ['number', Object.is(item, -0) ? '-0' : String(item)]
      if (item === undefined) return ['undefined']
      if (typeof item === 'bigint') return ['bigint', String(item)]
      if (typeof item !== 'object') return refuse()
      const known = seen.get(item)
      if (known !== undefined) return ['seen', known]
      seen.set(item, seen.size)
      return writeObject(item)
    }

    function writeObject(item: object): Node {
      const kind = Object.prototype.toString.call(item).slice(8, -1)
      if (Array.isArray(item)) return ['array', item.length, ...Object.entries(item).flatMap(([key, part]) => [key, write(part)])]
      if (kind === 'Object') return ['object', ...Object.entries(item).flatMap(([key, part]) => [key, write(part)])]
      if (item instanceof Date) return ['date', write(item.getTime())]
      if (item instanceof Map) return ['map', ...[...item].flatMap(([key, part]) => [write(key), write(part)])]
      if (item instanceof Set) return ['set', ...[...item].map(write)]
      if (item instanceof RegExp) return ['regexp', item.source, item.flags]
      if (item instanceof ArrayBuffer) return ['buffer', toText(new Uint8Array(item))]
      if (ArrayBuffer.isView(item) && isNameOf(views, kind)) {
        const length = 'length' in item ? item.length : item.byteLength
        return ['view', kind, write(item.buffer), item.byteOffset, length as number] // Every view but DataView has a length in elements.
      }
      if (item instanceof Error)
        return ['error', item.name, write(item.message), write(item.stack), 'cause' in item ? write(item.cause) : ['none']]
      if (item instanceof Number || item instanceof String || item instanceof Boolean || item instanceof BigInt)
        return ['boxed', write(item.valueOf())]
      return refuse()
    }
  }

  function decode(text: string): unknown {
    const made: unknown[] = []
    return read(JSON.parse(text) as Node) // Written by `encode` above.

    function keep<Item>(item: Item): Item {
      made.push(item)
      return item
    }

    function read(node: Node): unknown {
      if (!Array.isArray(node)) return node
      const [tag, ...parts] = node as [string, ...Node[]] // The parts of each tag are what `write` gave it.
      switch (tag) {
        case 'undefined':
          return undefined
        case 'number':
          return Number(parts[0])
        case 'bigint':
          return BigInt(String(parts[0]))
        case 'seen':
          return made[Number(parts[0])]
        case 'array':
          return fill(keep<unknown[]>([]), parts.slice(1), Number(parts[0]))
        case 'object':
          return fill(keep({}), parts)
        case 'date':
          return keep(new Date(Number(read(parts[0] ?? null))))
        case 'regexp':
          return keep(new RegExp(String(parts[0]), String(parts[1])))
        case 'buffer':
          return keep(toBuffer(String(parts[0])))
        default:
          return readObject(tag, parts)
      }
    }

    function readObject(tag: string, parts: readonly Node[]): unknown {
      if (tag === 'map') {
        const map = keep(new Map<unknown, unknown>())
        for (let at = 0; at < parts.length; at += 2) map.set(read(parts[at] ?? null), read(parts[at + 1] ?? null))
        return map
      }
      if (tag === 'set') {
        const set = keep(new Set<unknown>())
        for (const part of parts) set.add(read(part))
        return set
      }
      if (tag === 'boxed') return keep(Object(read(parts[0] ?? null)))
      // An object is numbered before its parts, as `write` did; these two need their parts first.
      const at = made.push(null) - 1
      if (tag === 'view') {
        // One of the names `write` gave; all of them are made from a buffer, an offset and a length.
        const View = views[String(parts[0]) as keyof typeof views] as typeof Uint8Array
        return (made[at] = new View(read(parts[1] ?? null) as ArrayBuffer, Number(parts[2]), Number(parts[3])))
      }
      const [name, message, stack, cause] = [String(parts[0]), read(parts[1] ?? null), read(parts[2] ?? null), parts[3]]
      const Kind = isNameOf(errors, name) ? errors[name] : Error
      const error = (made[at] = new Kind(String(message)))
      Object.defineProperty(error, 'stack', { value: stack, writable: true, configurable: true })
      if (!(Array.isArray(cause) && cause[0] === 'none')) error.cause = read(cause ?? null)
      return error
    }

    function fill(target: object, parts: readonly Node[], length?: number): object {
      for (let at = 0; at < parts.length; at += 2) {
        const value = read(parts[at + 1] ?? null)
        Object.defineProperty(target, String(parts[at]), { value, writable: true, enumerable: true, configurable: true })
      }
      if (length !== undefined) Object.defineProperty(target, 'length', { value: length })
      return target
    }
  }

  return { encode, decode }
}
