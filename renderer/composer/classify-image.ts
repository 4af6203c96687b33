// What a picture looks like, as far as that decides how it is kept. Pure.

/** As many as an old GIF has: more is no drawing. */
const maxDrawingColours = 256

/** Whether anything shows through it, and else whether it is drawn in a few colours. Four bytes a pixel, the last of them how solid it is. */
export function classifyImage(pixels: Uint8ClampedArray): 'transparent' | 'drawing' | 'photo' {
  const colours = new Set<number>()
  const view = new DataView(pixels.buffer, pixels.byteOffset, pixels.byteLength)
  for (let offset = 0; offset + 4 <= view.byteLength; offset += 4) {
    const colour = view.getUint32(offset)
    if ((colour & 0xff) !== 0xff) return 'transparent'
    if (colours.size <= maxDrawingColours) colours.add(colour)
  }
  return colours.size <= maxDrawingColours ? 'drawing' : 'photo'
}
