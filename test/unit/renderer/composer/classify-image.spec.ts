import { expect, test } from '@playwright/test'
import { classifyImage } from '../../../../renderer/composer/classify-image.ts'

/** So many points, of as many colours, each as solid as is said. */
const createPixels = (count: number, colours: number, opacity = 255): Uint8ClampedArray =>
  Uint8ClampedArray.from({ length: count * 4 }, (_, byteIndex) => {
    const colour = Math.floor(byteIndex / 4) % colours
    return [colour & 0xff, colour >> 8, 7, opacity][byteIndex % 4] ?? 0
  })

test('a few colours are a drawing, many are a photo', () => {
  expect(classifyImage(createPixels(2_000, 256))).toBe('drawing')
  expect(classifyImage(createPixels(2_000, 257))).toBe('photo')
})

test('one point through which one sees is enough', () => {
  const pixels = createPixels(2_000, 2_000)
  pixels[1_999 * 4 + 3] = 254
  expect(classifyImage(pixels)).toBe('transparent')
})
