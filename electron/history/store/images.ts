// The images of prompts: saved when they are added to a prompt box, linked to the prompts they are sent with, and deleted when no prompt
// and no draft has them. Hides that prompts can share an image.

import { randomUUID } from 'node:crypto'
import type { Database, Statement } from 'better-sqlite3'
import { failed, succeeded, type Reply } from '../../../shared/failures.ts'
import { maxSide, maxImageBytes, readImageHeader } from '../../../shared/images.ts'
import type { ImageAttachment, ImageBytes, NewImage } from '../../../shared/types/attachments.ts'
import { attempt } from '../failure.ts'

export interface ImageStore {
  /** Saves an image and returns its id. Fails with `bad-input` if the bytes do not start with the header of such an image. */
  readonly saveImage: (image: NewImage) => Reply<string>
  /** Fails with `bad-input` for an unknown id. */
  readonly getImage: (id: string) => Reply<ImageBytes>
}

export function createImageStore(database: Database): ImageStore {
  const insert = database.prepare<[string, string, number, number, number, Uint8Array]>(
    'insert into images (id, type, width, height, created_at, bytes) values (?, ?, ?, ?, ?, ?)',
  )
  const select = database.prepare<[string], ImageBytes>('select type, bytes from images where id = ?')

  return {
    saveImage: (image) =>
      attempt(() => {
        if (!matchesHeader(image)) return failed('bad-input', 'Not such an image')
        const id = randomUUID()
        insert.run(id, image.type, image.width, image.height, Date.now(), image.bytes)
        return succeeded(id)
      }),
    getImage: (id) =>
      attempt(() => {
        const row = select.get(id)
        // The window gets a plain array of bytes, not one of Node's buffers.
        return row === undefined ? failed('bad-input', 'No such image') : succeeded({ type: row.type, bytes: new Uint8Array(row.bytes) })
      }),
  }
}

/** SECURITY: reads the header only. The main process decodes no image. */
function matchesHeader({ bytes, type, width, height }: NewImage): boolean {
  const header = readImageHeader(bytes)
  if (header === null || header === 'broken') return false
  const isWithinLimits = bytes.byteLength <= maxImageBytes && Math.max(width, height) <= maxSide
  return isWithinLimits && `image/${header.format}` === type && header.width === width && header.height === height && !header.isAnimated
}

/** Links images to the prompts they are sent with. Call it in the transaction that saves the prompt. */
export function createImageLinks(database: Database) {
  const find = database.prepare<[string], number>('select number from images where id = ?').pluck()
  const insert = database.prepare<[number, number]>('insert into attached_images (text, image) values (?, ?)')
  return {
    exists: ({ id }: ImageAttachment): boolean => find.get(id) !== undefined,
    /** @param text the number of the attachment's text, which holds the image's name */
    link({ id }: ImageAttachment, text: number): void {
      const image = find.get(id)
      if (image === undefined) throw new Error(`The image ${id} is gone`)
      insert.run(text, image)
    },
  }
}

/** The number of an image that was saved at or before a time and that no prompt and no draft has. */
export function prepareUnusedImageQuery(database: Database): Statement<[number], number> {
  return database
    .prepare<[number], number>(
      `select number from images where created_at <= ? and not exists (select 1 from attached_images where image = images.number)
         and not exists (select 1 from drafts, json_each(drafts.attachments) where json_each.value ->> 'id' = images.id)
       limit 1`,
    )
    .pluck()
}
