// Pictures that go along with a prompt: how large they may be, and what the first bytes of a file say of the picture in it. Only headers are
// read here. SECURITY: the file may be hostile; nothing outside the sandboxed page decodes one.

/** With one prompt. Some providers take no more. */
export const mostImages = 4
/** Of one picture as it is sent. */
export const mostImageBytes = 2 * 1024 * 1024
/** Of a file, before it is shrunk: decoded, each takes four bytes. */
export const mostPixels = 100_000_000
/**
 * Pixels of the longer side of a picture as it is sent. Models that look at more shrink it to this or less before they do, as it says on
 * https://docs.anthropic.com/en/docs/build-with-claude/vision ("long edge is more than 1568 pixels"); 1568 is 56 of their patches.
 */
export const longestSide = 1568

export const sentImageTypes = ['image/jpeg', 'image/png'] as const
export type SentImageType = (typeof sentImageTypes)[number]

export type ImageFormat = 'jpeg' | 'png' | 'gif' | 'webp' | 'avif' | 'bmp'

export interface ImageHeader {
  readonly format: ImageFormat
  /** In pixels, before any turning that the file asks for. */
  readonly width: number
  readonly height: number
  /** It holds more than one picture. */
  readonly isAnimated: boolean
}

type Size = Omit<ImageHeader, 'format'>

/** What a file says of its picture; null where it is none, and `broken` where it does not say what it must. */
export function readImageHeader(bytes: Uint8Array): ImageHeader | 'broken' | null {
  const format = formatOf(bytes)
  if (format === null) return null
  try {
    const size = readers[format](new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    return size === null || size.width === 0 || size.height === 0 ? 'broken' : { format, ...size }
  } catch (error) {
    // A view throws where the bytes end too early.
    if (error instanceof RangeError) return 'broken'
    throw error
  }
}

function formatOf(bytes: Uint8Array): ImageFormat | null {
  const has = (text: string, at: number) => Array.from(text).every((letter, index) => bytes[at + index] === letter.charCodeAt(0))
  if (has('\u00ff\u00d8\u00ff', 0)) return 'jpeg'
  if (has('\u0089PNG\r\n\u001a\n', 0)) return 'png'
  if (has('GIF87a', 0) || has('GIF89a', 0)) return 'gif'
  if (has('RIFF', 0) && has('WEBP', 8)) return 'webp'
  if (has('ftypavif', 4) || has('ftypavis', 4)) return 'avif'
  // Two letters begin many a text. Its header's length is a small number, and a text holds no zeros.
  return has('BM', 0) && has('\0\0\0', 15) ? 'bmp' : null
}

const readers: Readonly<Record<ImageFormat, (view: DataView) => Size | null>> = {
  jpeg: sizeOfJpeg,
  png: sizeOfPng,
  gif: sizeOfGif,
  webp: sizeOfWebp,
  avif: sizeOfAvif,
  bmp: sizeOfBmp,
}

const still = { isAnimated: false } as const

/** Goes from segment to segment up to the one that begins a frame. */
function sizeOfJpeg(view: DataView): Size | null {
  let at = 2
  for (;;) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    // Any number of these may stand in front of a marker.
    if (marker === 0xff) at += 1
    // No more segments: the picture itself begins, or ends.
    else if (marker === 0xda || marker === 0xd9) return null
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2
    else if (beginsFrame(marker)) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5), ...still }
    else at += 2 + Math.max(2, view.getUint16(at + 2))
  }
}

/** C4, C8 and CC lie among those, and define something else. */
function beginsFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
}

function sizeOfPng(view: DataView): Size | null {
  if (wordAt(view, 12) !== 'IHDR') return null
  const size = { width: view.getUint32(16), height: view.getUint32(20) }
  // What says that it moves stands before its first picture.
  for (let at = 8; at + 8 <= view.byteLength; at += 12 + view.getUint32(at)) {
    const chunk = wordAt(view, at + 4)
    if (chunk === 'acTL') return { ...size, isAnimated: true }
    if (chunk === 'IDAT') break
  }
  return { ...size, ...still }
}

function sizeOfGif(view: DataView): Size {
  const size = { width: view.getUint16(6, true), height: view.getUint16(8, true) }
  let pictures = 0
  let at = 13 + coloursAt(view, 10)
  while (at < view.byteLength && pictures < 2) {
    const kind = view.getUint8(at)
    if (kind === 0x2c) {
      pictures += 1
      if (at + 9 >= view.byteLength) break
      at = behindBlocks(view, at + 11 + coloursAt(view, at + 9))
    } else if (kind === 0x21) at = behindBlocks(view, at + 2)
    else break
  }
  return { ...size, isAnimated: pictures > 1 }
}

/** The bytes of a table of colours, where the flags at this place say that there is one. */
function coloursAt(view: DataView, at: number): number {
  const flags = view.getUint8(at)
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 0x07) + 1)
}

/** Each block tells its length; one of none is the last. */
function behindBlocks(view: DataView, from: number): number {
  let at = from
  while (at < view.byteLength && view.getUint8(at) !== 0) at += 1 + view.getUint8(at)
  return at + 1
}

function sizeOfWebp(view: DataView): Size | null {
  switch (wordAt(view, 12)) {
    case 'VP8X':
      return {
        width: 1 + (view.getUint32(24, true) & 0xffffff),
        height: 1 + (view.getUint16(27, true) | (view.getUint8(29) << 16)),
        isAnimated: (view.getUint8(20) & 0x02) !== 0,
      }
    case 'VP8L': {
      const bits = view.getUint32(21, true)
      return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff), ...still }
    }
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff, ...still }
    default:
      return null
  }
}

/** Where the boxes of an AVIF lie that tell sizes. */
const avifBoxesWithin = 64 * 1024

/** The largest that it tells of: its parts and its small pictures have sizes of their own. */
function sizeOfAvif(view: DataView): Size | null {
  let largest: Size | null = null
  for (let at = 12; at + 16 <= Math.min(view.byteLength, avifBoxesWithin); at += 1) {
    if (wordAt(view, at) !== 'ispe') continue
    const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12), isAnimated: wordAt(view, 8) === 'avis' }
    if (largest === null || size.width * size.height > largest.width * largest.height) largest = size
  }
  return largest
}

function sizeOfBmp(view: DataView): Size {
  if (view.getUint32(14, true) === 12) return { width: view.getUint16(18, true), height: view.getUint16(20, true), ...still }
  // A height below zero: its rows begin at the top.
  return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)), ...still }
}

function wordAt(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3))
}
