// Reading the format and size of an image from its header, robustly for any bytes.

import { expect, test } from '@playwright/test'
import fc from 'fast-check'
import { readImageHeader } from '../../../shared/images.ts'
import {
  createBmpHeader,
  createJpegHeader,
  createGif,
  createPng,
  createPngChunk,
  createPngHeader,
  createWebpHeader,
} from '../../support/data/image-fixtures.ts'

/** The AVIF box that contains a size. */
function createSizeBox(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(16)
  bytes.write('ispe')
  bytes.writeUInt32BE(width, 8)
  bytes.writeUInt32BE(height, 12)
  return bytes
}

test.describe('image header', () => {
  test('reads the format and size of an image', () => {
    expect(readImageHeader(createPng(3, 2))).toEqual({ format: 'png', width: 3, height: 2, isAnimated: false })
    expect(readImageHeader(createJpegHeader(640, 480))).toEqual({ format: 'jpeg', width: 640, height: 480, isAnimated: false })
    expect(readImageHeader(createGif(1))).toEqual({ format: 'gif', width: 1, height: 1, isAnimated: false })
    expect(readImageHeader(createWebpHeader(70_000, 5))).toEqual({ format: 'webp', width: 70_000, height: 5, isAnimated: false })
    expect(readImageHeader(createBmpHeader(30, 20))).toEqual({ format: 'bmp', width: 30, height: 20, isAnimated: false })
  })

  test('takes the largest size in an AVIF', () => {
    const avifHeader = Buffer.concat([
      Buffer.from('\0\0\0\u0010ftypavif\0\0\0\0'),
      createSizeBox(160, 120),
      createSizeBox(4_000, 3_000),
      createSizeBox(512, 512),
    ])
    expect(readImageHeader(avifHeader)).toEqual({ format: 'avif', width: 4_000, height: 3_000, isAnimated: false })
  })

  test('detects animated images', () => {
    expect(readImageHeader(createGif(2))).toMatchObject({ isAnimated: true })
    expect(readImageHeader(createWebpHeader(2, 2, true))).toMatchObject({ isAnimated: true })
    expect(readImageHeader(createPng(2, 2, undefined, [createPngChunk('acTL', Buffer.alloc(8))]))).toMatchObject({ isAnimated: true })
  })

  test('returns null for text, however it starts', () => {
    for (const text of ['', 'BMW builds cars.', 'GIF is a format', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'RIFF raff']) {
      expect(readImageHeader(Buffer.from(text))).toBeNull()
    }
  })

  test('returns broken for a truncated, empty or endless header', () => {
    for (const completeHeader of [createPngHeader(3, 2), createWebpHeader(3, 2), createBmpHeader(3, 2)])
      expect(readImageHeader(completeHeader.subarray(0, 18))).toBe('broken')
    expect(readImageHeader(createJpegHeader(3, 2).subarray(0, 16))).toBe('broken')
    expect(readImageHeader(createPngHeader(0, 2))).toBe('broken')
    expect(readImageHeader(Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(100_000, 0xff)]))).toBe('broken')
  })

  test('handles any bytes after any header and never returns a size below one', () => {
    const imageHeaders = [
      createPngHeader(3, 2),
      createJpegHeader(3, 2),
      createGif(1),
      createWebpHeader(3, 2),
      createBmpHeader(3, 2),
      Buffer.from('\0\0\0\u0010ftypavifispe'),
    ]
    fc.assert(
      fc.property(fc.constantFrom(...imageHeaders), fc.nat(60), fc.uint8Array({ maxLength: 2_000 }), (imageHeader, keptBytes, rest) => {
        const header = readImageHeader(Buffer.concat([imageHeader.subarray(0, Math.max(4, keptBytes)), rest]))
        if (header === null || header === 'broken') return true
        return header.width >= 1 && header.height >= 1 && Number.isInteger(header.width) && Number.isInteger(header.height)
      }),
      { numRuns: 2_000 },
    )
  })
})
