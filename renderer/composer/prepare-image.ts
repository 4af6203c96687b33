// Makes a picture ready to be sent: decoded here, in the sandbox, shrunk, and encoded anew, which leaves behind all that the file says
// beside its picture, such as where it was taken. Hides how the kind and the quality are chosen.

import { failed, succeeded, type Reply } from '../../shared/failures.ts'
import { maxSide, maxImageBytes, maxPixels, type ImageHeader, type SentImageType } from '../../shared/images.ts'
import type { NewImage } from '../../shared/types/attachments.ts'
import { classifyImage } from './classify-image.ts'

/** The first is hardly told from the picture itself; the others are for what is still too large. */
const jpegQualities = [0.85, 0.7, 0.5, 0.3] as const

/** Fails with `file-too-large` before anything is decoded, and with `file-broken` for what cannot be. */
export async function prepareImage(bytes: Uint8Array, { width, height }: ImageHeader): Promise<Reply<NewImage>> {
  // SECURITY: a few bytes may say that they unpack to gigabytes.
  if (width * height > maxPixels) return failed('file-too-large')
  const bitmap = await decodeImage(bytes)
  if (bitmap === null) return failed('file-broken')
  const canvas = drawScaled(bitmap)
  bitmap.close()
  const blob = canvas === null ? null : await encodeImage(canvas)
  if (canvas === null || blob === null) return failed('file-too-large')
  const type: SentImageType = blob.type === 'image/png' ? 'image/png' : 'image/jpeg'
  return succeeded({ bytes: new Uint8Array(await blob.arrayBuffer()), type, width: canvas.width, height: canvas.height })
}

/** The first picture, turned as the file asks for; null for what no picture can be made of. */
async function decodeImage(bytes: Uint8Array): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(new Blob([new Uint8Array(bytes)]), { imageOrientation: 'from-image' })
  } catch {
    return null
  }
}

/** Its longer side as long as models look at, or as it is where that is less. */
function drawScaled(bitmap: ImageBitmap): OffscreenCanvas | null {
  const scale = Math.min(1, maxSide / Math.max(bitmap.width, bitmap.height))
  const scaleSide = (length: number) => Math.max(1, Math.round(length * scale))
  const canvas = new OffscreenCanvas(scaleSide(bitmap.width), scaleSide(bitmap.height))
  const context = canvas.getContext('2d')
  if (context === null) return null
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  return canvas
}

/** PNG for what one sees through and, where it is smaller, for what is drawn; JPEG for all else. Null for what stays too large. */
async function encodeImage(canvas: OffscreenCanvas): Promise<Blob | null> {
  const context = canvas.getContext('2d')
  if (context === null) return null
  const imageKind = classifyImage(context.getImageData(0, 0, canvas.width, canvas.height).data)
  const png = imageKind === 'photo' ? null : await canvas.convertToBlob({ type: 'image/png' })
  if (imageKind === 'transparent' && png !== null && png.size <= maxImageBytes) return png
  // JPEG would make black of what is seen through.
  context.globalCompositeOperation = 'destination-over'
  context.fillStyle = 'white'
  context.fillRect(0, 0, canvas.width, canvas.height)
  const jpeg = await encodeSmallJpeg(canvas)
  return png !== null && png.size <= (jpeg?.size ?? maxImageBytes) ? png : jpeg
}

async function encodeSmallJpeg(canvas: OffscreenCanvas): Promise<Blob | null> {
  for (const quality of jpegQualities) {
    const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality })
    if (jpeg.size <= maxImageBytes) return jpeg
  }
  return null
}
