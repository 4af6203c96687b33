// Pictures for specs, made by hand: small ones, those that tell where they were taken, and those that mean harm.

import { crc32, deflateSync } from 'node:zlib'

type Colour = readonly [red: number, green: number, blue: number, solid: number]

const defaultColour = (x: number, y: number): Colour => [x & 0xff, y & 0xff, (x * y) & 0xff, 255]

/** A PNG of the colour at each place; `extra` stands before its pixels. */
export function createPng(width: number, height: number, colourAt = defaultColour, extraChunks: readonly Buffer[] = []): Buffer {
  const rows = Buffer.alloc((width * 4 + 1) * height)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rows.set(colourAt(x, y), y * (width * 4 + 1) + 1 + x * 4)
  }
  return Buffer.concat([
    createPngHeader(width, height),
    ...extraChunks,
    createPngChunk('IDAT', deflateSync(rows)),
    createPngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** What a PNG says of itself, without a picture. */
export function createPngHeader(width: number, height: number): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, 0])
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  return Buffer.concat([Buffer.from([0x89]), Buffer.from('PNG\r\n\u001a\n'), createPngChunk('IHDR', header)])
}

/** A chunk of a PNG. */
export function createPngChunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), content])
  const lengthAndChecksum = Buffer.alloc(8)
  lengthAndChecksum.writeUInt32BE(content.length, 0)
  lengthAndChecksum.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([lengthAndChecksum.subarray(0, 4), named, lengthAndChecksum.subarray(4)])
}

/** What a JPEG says of itself, without a picture. */
export function createJpegHeader(width: number, height: number): Buffer {
  const frame = Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 0, 0, 0, 1, 1, 0x11, 0])
  frame.writeUInt16BE(height, 5)
  frame.writeUInt16BE(width, 7)
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1]), frame])
}

/** The JPEG with what a telephone adds to it: that it is to be turned by a quarter, a remark, and where it was taken. */
export function addExifLocation(jpeg: Uint8Array, description: string): Buffer {
  const descriptionBytes = Buffer.from(`${description}\0`)
  const gpsOffset = 8 + 2 + 3 * 12 + 4
  const degreesOffset = gpsOffset + 2 + 2 * 12 + 4
  const descriptionOffset = degreesOffset + 24
  const degrees = Buffer.alloc(24)
  for (const [index, number] of [52, 1, 31, 1, 12, 1].entries()) degrees.writeUInt32BE(number, index * 4)
  const north = createExifEntry(1, 2, 2, 0)
  north.write('N', 8)
  const tiff = Buffer.concat([
    Buffer.from('MM\0*\0\0\0\b'),
    createExifDirectory([
      createExifEntry(0x010e, 2, descriptionBytes.length, descriptionOffset),
      createExifEntry(0x0112, 3, 1, 6),
      createExifEntry(0x8825, 4, 1, gpsOffset),
    ]),
    createExifDirectory([north, createExifEntry(2, 5, 3, degreesOffset)]),
    degrees,
    descriptionBytes,
  ])
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(tiff.length + 8, 2)
  return Buffer.concat([jpeg.subarray(0, 2), head, Buffer.from('Exif\0\0'), tiff, jpeg.subarray(2)])
}

/** Type 3 is a short number, 4 a long one, 2 a text and 5 fractions, of which the last two lie elsewhere. */
function createExifEntry(tag: number, type: number, count: number, value: number): Buffer {
  const entry = Buffer.alloc(12)
  entry.writeUInt16BE(tag, 0)
  entry.writeUInt16BE(type, 2)
  entry.writeUInt32BE(count, 4)
  if (type === 3) entry.writeUInt16BE(value, 8)
  else entry.writeUInt32BE(value, 8)
  return entry
}

function createExifDirectory(entries: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from([0, entries.length]), ...entries, Buffer.alloc(4)])
}

/** A GIF of one point that is shown in so many colours, one after the other. */
export function createGif(frameCount: number): Buffer {
  const head = Buffer.from([...Buffer.from('GIF89a'), 1, 0, 1, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 255])
  return Buffer.concat([head, ...Array.from({ length: frameCount }, (_, index) => createGifFrame(index)), Buffer.from([0x3b])])
}

function createGifFrame(index: number): Buffer {
  return Buffer.from([0x21, 0xf9, 4, 0, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, index === 0 ? 0x44 : 0x4c, 1, 0])
}

/** A still WebP of the kind that says its size first, without a picture. */
export function createWebpHeader(width: number, height: number, isAnimated = false): Buffer {
  const bytes = Buffer.alloc(30)
  bytes.write('RIFF', 0)
  bytes.writeUInt32LE(22, 4)
  bytes.write('WEBPVP8X', 8)
  bytes.writeUInt32LE(10, 16)
  bytes.writeUInt8(isAnimated ? 2 : 0, 20)
  bytes.writeUIntLE(width - 1, 24, 3)
  bytes.writeUIntLE(height - 1, 27, 3)
  return bytes
}

/** What a BMP says of itself, without a picture. */
export function createBmpHeader(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(54)
  bytes.write('BM', 0)
  bytes.writeUInt32LE(40, 14)
  bytes.writeInt32LE(width, 18)
  bytes.writeInt32LE(-height, 22)
  return bytes
}
