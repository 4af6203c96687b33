// Classifying an image by its pixels: drawing, photo or transparent.

import { expect, test } from '@playwright/test'
import { classifyImage } from '../../../../renderer/composer/classify-image.ts'

/** RGBA pixels with `colours` different colours and the given opacity. */
const createPixels = (count: number, colours: number, opacity = 255): Uint8ClampedArray =>
  Uint8ClampedArray.from({ length: count * 4 }, (_, byteIndex) => {
    const colour = Math.floor(byteIndex / 4) % colours
    return [colour & 0xff, colour >> 8, 7, opacity][byteIndex % 4] ?? 0
  })

test.describe('image classification', () => {
  test('is a drawing with few colours and a photo with many', () => {
    expect(classifyImage(createPixels(2_000, 256))).toBe('drawing')
    expect(classifyImage(createPixels(2_000, 257))).toBe('photo')
  })

  test('is transparent with one translucent pixel', () => {
    const pixels = createPixels(2_000, 2_000)
    pixels[1_999 * 4 + 3] = 254
    expect(classifyImage(pixels)).toBe('transparent')
  })
})
