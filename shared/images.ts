// Images that are sent with a prompt: their limits, and reading the header of an image file. SECURITY: the file may be hostile; only the
// sandboxed page decodes images.

/** Per prompt. Some providers accept no more. */
export const maxImages = 4
/** Of one image as it is sent. */
export const maxImageBytes = 2 * 1024 * 1024
/** Of a file before it is reduced: a decoded pixel takes four bytes. */
export const maxPixels = 100_000_000
/**
 * Pixels of the longer side of an image as it is sent. Models scale larger ones down to this or less
 * (https://docs.anthropic.com/en/docs/build-with-claude/vision: "long edge is more than 1568 pixels"); 1568 is 56 of their patches.
 */
export const maxSide = 1568

export const sentImageTypes = ['image/jpeg', 'image/png'] as const
export type SentImageType = (typeof sentImageTypes)[number]

export type ImageFormat = 'jpeg' | 'png' | 'gif' | 'webp' | 'avif' | 'bmp'

export interface ImageHeader {
  readonly format: ImageFormat
  /** In pixels, before any rotation that the file asks for. */
  readonly width: number
  readonly height: number
  /** It has more than one frame. */
  readonly isAnimated: boolean
}

type Size = Omit<ImageHeader, 'format'>

/** Reads the header of a file; null if it is no image, and 'broken' if the header is incomplete. */
export function readImageHeader(bytes: Uint8Array): ImageHeader | 'broken' | null {
  const format = detectImageFormat(bytes)
  if (format === null) return null
  try {
    const size = sizeReaders[format](new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    return size === null || size.width === 0 || size.height === 0 ? 'broken' : { format, ...size }
  } catch (error) {
    // A DataView throws when the bytes end too early.
    if (error instanceof RangeError) return 'broken'
    throw error
  }
}

function detectImageFormat(bytes: Uint8Array): ImageFormat | null {
  const hasBytesAt = (text: string, offset: number) => Array.from(text).every((char, index) => bytes[offset + index] === char.charCodeAt(0))
  if (hasBytesAt('\u00ff\u00d8\u00ff', 0)) return 'jpeg'
  if (hasBytesAt('\u0089PNG\r\n\u001a\n', 0)) return 'png'
  if (hasBytesAt('GIF87a', 0) || hasBytesAt('GIF89a', 0)) return 'gif'
  if (hasBytesAt('RIFF', 0) && hasBytesAt('WEBP', 8)) return 'webp'
  if (hasBytesAt('ftypavif', 4) || hasBytesAt('ftypavis', 4)) return 'avif'
  // Many texts start with these two letters. The length of the header is a small number, and text contains no zeros.
  return hasBytesAt('BM', 0) && hasBytesAt('\0\0\0', 15) ? 'bmp' : null
}

const sizeReaders: Readonly<Record<ImageFormat, (view: DataView) => Size | null>> = {
  jpeg: readJpegSize,
  png: readPngSize,
  gif: readGifSize,
  webp: readWebpSize,
  avif: readAvifSize,
  bmp: readBmpSize,
}

const notAnimated = { isAnimated: false } as const

/** Skips segments up to the one that starts a frame. */
function readJpegSize(view: DataView): Size | null {
  let offset = 2
  for (;;) {
    if (view.getUint8(offset) !== 0xff) return null
    const marker = view.getUint8(offset + 1)
    // Any number of fill bytes may precede a marker.
    if (marker === 0xff) offset += 1
    // No more segments: the image data starts, or the file ends.
    else if (marker === 0xda || marker === 0xd9) return null
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) offset += 2
    else if (isFrameMarker(marker)) return { width: view.getUint16(offset + 7), height: view.getUint16(offset + 5), ...notAnimated }
    else offset += 2 + Math.max(2, view.getUint16(offset + 2))
  }
}

/** C4, C8 and CC are in the range, but define something else. */
function isFrameMarker(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
}

function readPngSize(view: DataView): Size | null {
  if (readFourCharacters(view, 12) !== 'IHDR') return null
  const size = { width: view.getUint32(16), height: view.getUint32(20) }
  // The chunk that marks an animation comes before the first frame.
  for (let offset = 8; offset + 8 <= view.byteLength; offset += 12 + view.getUint32(offset)) {
    const chunk = readFourCharacters(view, offset + 4)
    if (chunk === 'acTL') return { ...size, isAnimated: true }
    if (chunk === 'IDAT') break
  }
  return { ...size, ...notAnimated }
}

function readGifSize(view: DataView): Size {
  const size = { width: view.getUint16(6, true), height: view.getUint16(8, true) }
  let frameCount = 0
  let offset = 13 + getColorTableBytes(view, 10)
  while (offset < view.byteLength && frameCount < 2) {
    const blockType = view.getUint8(offset)
    if (blockType === 0x2c) {
      frameCount += 1
      if (offset + 9 >= view.byteLength) break
      offset = skipSubBlocks(view, offset + 11 + getColorTableBytes(view, offset + 9))
    } else if (blockType === 0x21) offset = skipSubBlocks(view, offset + 2)
    else break
  }
  return { ...size, isAnimated: frameCount > 1 }
}

/** The size of the colour table that the flags at `offset` announce, if any. */
function getColorTableBytes(view: DataView, offset: number): number {
  const flags = view.getUint8(offset)
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 0x07) + 1)
}

/** Each block starts with its length; an empty one is the last. */
function skipSubBlocks(view: DataView, start: number): number {
  let offset = start
  while (offset < view.byteLength && view.getUint8(offset) !== 0) offset += 1 + view.getUint8(offset)
  return offset + 1
}

function readWebpSize(view: DataView): Size | null {
  switch (readFourCharacters(view, 12)) {
    case 'VP8X':
      return {
        width: 1 + (view.getUint32(24, true) & 0xffffff),
        height: 1 + (view.getUint16(27, true) | (view.getUint8(29) << 16)),
        isAnimated: (view.getUint8(20) & 0x02) !== 0,
      }
    case 'VP8L': {
      const bits = view.getUint32(21, true)
      return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff), ...notAnimated }
    }
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff, ...notAnimated }
    default:
      return null
  }
}

/** The boxes with the sizes of an AVIF are in this range. */
const avifSearchBytes = 64 * 1024

/** The largest size in the file: tiles and thumbnails have sizes of their own. */
function readAvifSize(view: DataView): Size | null {
  let largest: Size | null = null
  for (let offset = 12; offset + 16 <= Math.min(view.byteLength, avifSearchBytes); offset += 1) {
    if (readFourCharacters(view, offset) !== 'ispe') continue
    const size = {
      width: view.getUint32(offset + 8),
      height: view.getUint32(offset + 12),
      isAnimated: readFourCharacters(view, 8) === 'avis',
    }
    if (largest === null || size.width * size.height > largest.width * largest.height) largest = size
  }
  return largest
}

function readBmpSize(view: DataView): Size {
  if (view.getUint32(14, true) === 12) return { width: view.getUint16(18, true), height: view.getUint16(20, true), ...notAnimated }
  // A negative height means that the rows start at the top.
  return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)), ...notAnimated }
}

function readFourCharacters(view: DataView, offset: number): string {
  return String.fromCharCode(view.getUint8(offset), view.getUint8(offset + 1), view.getUint8(offset + 2), view.getUint8(offset + 3))
}
