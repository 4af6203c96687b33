// Formats numbers, prices, dates and sizes in the window's language. Hides that creating a format is slow, so formats are cached.

import { getLanguage } from '../i18n/i18n.ts'

const numberFormats = new Map<string, Intl.NumberFormat>()
const dateFormats = new Map<string, Intl.DateTimeFormat>()

export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  return getCachedFormat(numberFormats, options, () => new Intl.NumberFormat(getLanguage(), options)).format(value)
}

/** Formats a timestamp, in milliseconds since 1970, in local time. */
export function formatDate(timestamp: number, options: Intl.DateTimeFormatOptions): string {
  return getCachedFormat(dateFormats, options, () => new Intl.DateTimeFormat(getLanguage(), options)).format(timestamp)
}

/** Formats a day and time, such as when something was saved. */
export function formatDateTime(timestamp: number): string {
  return formatDate(timestamp, { dateStyle: 'long', timeStyle: 'short' })
}

/** Formats US dollars: with two significant digits below ten cents, and with cents from there on. */
export function formatDollars(amount: number): string {
  const digits = amount < 0.1 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 2 }
  return formatNumber(amount, { style: 'currency', currency: 'USD', ...digits })
}

/** Formats a file size in kB, MB or GB, in decimal units as file managers do. */
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
