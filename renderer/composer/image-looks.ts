// What a picture looks like, as far as that decides how it is kept. Pure.

/** As many as an old GIF has: more is no drawing. */
const fewColours = 256

/** Whether anything shows through it, and else whether it is drawn in a few colours. Four bytes a pixel, the last of them how solid it is. */
export function looksOf(pixels: Uint8ClampedArray): 'seen-through' | 'drawn' | 'photo' {
  const colours = new Set<number>()
  const view = new DataView(pixels.buffer, pixels.byteOffset, pixels.byteLength)
  for (let at = 0; at + 4 <= view.byteLength; at += 4) {
    const colour = view.getUint32(at)
    if ((colour & 0xff) !== 0xff) return 'seen-through'
    if (colours.size <= fewColours) colours.add(colour)
  }
  return colours.size <= fewColours ? 'drawn' : 'photo'
}
