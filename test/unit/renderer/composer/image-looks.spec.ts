import { expect, test } from '@playwright/test'
import { looksOf } from '../../../../renderer/composer/image-looks.ts'

/** So many points, of as many colours, each as solid as is said. */
const points = (count: number, colours: number, solid = 255): Uint8ClampedArray =>
  Uint8ClampedArray.from({ length: count * 4 }, (_, at) => {
    const colour = Math.floor(at / 4) % colours
    return [colour & 0xff, colour >> 8, 7, solid][at % 4] ?? 0
  })

test('a few colours are a drawing, many are a photo', () => {
  expect(looksOf(points(2_000, 256))).toBe('drawn')
  expect(looksOf(points(2_000, 257))).toBe('photo')
})

test('one point through which one sees is enough', () => {
  const pixels = points(2_000, 2_000)
  pixels[1_999 * 4 + 3] = 254
  expect(looksOf(pixels)).toBe('seen-through')
})
