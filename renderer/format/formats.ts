// Numbers, prices and dates as the language writes them. Hides that making a format takes long and using one does not.

import { getLanguage } from '../i18n/i18n.ts'

const numberFormats = new Map<string, Intl.NumberFormat>()
const dateFormats = new Map<string, Intl.DateTimeFormat>()

export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  return getCachedFormat(numberFormats, options, () => new Intl.NumberFormat(getLanguage(), options)).format(value)
}

/** `at` in milliseconds since 1970, shown in local time. */
export function formatDate(timestamp: number, options: Intl.DateTimeFormatOptions): string {
  return getCachedFormat(dateFormats, options, () => new Intl.DateTimeFormat(getLanguage(), options)).format(timestamp)
}

/** US dollars. Amounts below ten cents keep two digits that say something; from there on, cents are enough. */
export function formatDollars(amount: number): string {
  const digits = amount < 0.1 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 2 }
  return formatNumber(amount, { style: 'currency', currency: 'USD', ...digits })
}

/** A file size in kB, MB or GB: decimal units, as file managers show them. */
export function formatBytes(bytes: number): string {
  const [amount, unit] =
    bytes < 1e6 ? [Math.ceil(bytes / 1e3), 'kilobyte'] : bytes < 1e9 ? [bytes / 1e6, 'megabyte'] : [bytes / 1e9, 'gigabyte']
  return formatNumber(amount, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 })
}

function getCachedFormat<Format>(formats: Map<string, Format>, options: object, createFormat: () => Format): Format {
  const key = `${getLanguage()} ${JSON.stringify(options)}`
  const format = formats.get(key) ?? createFormat()
  formats.set(key, format)
  return format
}
