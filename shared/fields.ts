// Describes plain data that comes from outside, a file or a window. One description gives the type, the default, a strict check for what a
// window sends, and a tolerant reader for what a file holds.

export interface Field<Value> {
  readonly default: Value
  /** Strict: whether the value may be taken as it is. Records have exactly the described fields. */
  readonly accepts: (value: unknown) => value is Value
  /** Tolerant: the value where it is valid, otherwise what can be used of it, otherwise the default. Never throws. */
  readonly read: (value: unknown) => Value
}

export type ValueOf<Described> = Described extends Field<infer Value> ? Value : never

type Fields = Readonly<Record<string, Field<unknown>>>
type ValuesOf<Described extends Fields> = { readonly [Name in keyof Described]: ValueOf<Described[Name]> }

/** One of a few values, such as `[true, false]`. */
export function choiceField<const Choice extends string | number | boolean | null>(
  choices: readonly Choice[],
  defaultValue: NoInfer<Choice>,
): Field<Choice> {
  return createField(defaultValue, (value): value is Choice => choices.some((choice) => choice === value))
}

/** A text, empty by default. A longer one is cut when it is read. */
export function textField(maxLength: number): Field<string> {
  const accepts = (value: unknown): value is string => typeof value === 'string' && value.length <= maxLength
  return { default: '', accepts, read: (value) => (typeof value === 'string' ? value.slice(0, maxLength) : '') }
}

interface NumberRange {
  readonly min: number
  readonly max: number
  readonly isInteger?: boolean
  /** The value must be greater than `min`. */
  readonly isMinExcluded?: boolean
}

/** A number that may be left unset, which is the default: null. */
export function optionalNumberField({ min, max, isInteger = false, isMinExcluded = false }: NumberRange): Field<number | null> {
  const isInRange = (value: number): boolean => value >= min && value <= max && !(isMinExcluded && value === min)
  return createField<number | null>(null, (value): value is number | null => {
    return value === null || (typeof value === 'number' && isInRange(value) && (!isInteger || Number.isInteger(value)))
  })
}

/** A list of texts that may be left unset, which is the default: null. Reading keeps the valid ones; a list without any is unset. */
export function optionalTextsField(maxCount: number, maxLength: number): Field<readonly string[] | null> {
  const isText = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= maxLength
  const accepts = (value: unknown): value is readonly string[] | null =>
    value === null || (Array.isArray(value) && value.length <= maxCount && value.every(isText))
  return {
    default: null,
    accepts,
    read(value) {
      const texts = Array.isArray(value) ? value.filter(isText).slice(0, maxCount) : []
      return texts.length === 0 ? null : texts
    },
  }
}

/** A record of described fields. Reading takes each by itself, so that one bad field leaves the others. */
export function recordField<const Described extends Fields>(fields: Described): Field<ValuesOf<Described>> {
  const names = Object.keys(fields)
  const build = (getValue: (name: string, field: Field<unknown>) => unknown): ValuesOf<Described> => {
    const values = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, getValue(name, field)]))
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each name gets a value of its field's type; fromEntries loses the names
    return values as ValuesOf<Described>
  }
  return {
    default: build((_name, field) => field.default),
    accepts: (value): value is ValuesOf<Described> =>
      isRecord(value) &&
      Object.keys(value).length === names.length &&
      names.every((name) => Object.hasOwn(value, name) && fields[name]?.accepts(value[name]) === true),
    read: (value) => build((name, field) => field.read(isRecord(value) ? value[name] : undefined)),
  }
}

function createField<Value>(defaultValue: Value, accepts: (value: unknown) => value is Value): Field<Value> {
  return { default: defaultValue, accepts, read: (value) => (accepts(value) ? value : defaultValue) }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
