// The pictures that go along with prompts: kept when they are added, tied to the prompts they were sent with, and forgotten when neither a
// prompt nor a draft has them. Hides that two prompts may share one.

import { randomUUID } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { failed, succeeded, type Reply } from '../../../shared/failures.ts'
import { maxSide, maxImageBytes, readImageHeader } from '../../../shared/images.ts'
import type { ImageAttachment, ImageBytes, NewImage } from '../../../shared/types/attachments.ts'
import { attempt } from '../failure.ts'

export interface ImageStore {
  /** Keeps a picture and gives its id. Fails with `bad-input` for bytes that do not begin as such a picture does. */
  readonly saveImage: (image: NewImage) => Reply<string>
  /** Fails with `bad-input` for one that is not there. */
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
        if (!matchesHeader(image)) return failed('bad-input', 'Not such a picture')
        const id = randomUUID()
        insert.run(id, image.type, image.width, image.height, Date.now(), image.bytes)
        return succeeded(id)
      }),
    getImage: (id) =>
      attempt(() => {
        const row = select.get(id)
        // What crosses to the window is plain bytes, and none of Node's buffers.
        return row === undefined ? failed('bad-input', 'No such picture') : succeeded({ type: row.type, bytes: new Uint8Array(row.bytes) })
      }),
  }
}

/** SECURITY: by its header alone. Main decodes no picture. */
function matchesHeader({ bytes, type, width, height }: NewImage): boolean {
  const header = readImageHeader(bytes)
  if (header === null || header === 'broken') return false
  const isWithinLimits = bytes.byteLength <= maxImageBytes && Math.max(width, height) <= maxSide
  return isWithinLimits && `image/${header.format}` === type && header.width === width && header.height === height && !header.isAnimated
}

/** Ties pictures to what is being saved. All of it in the caller's transaction. */
export function createImageLinks(database: Database) {
  const find = database.prepare<[string], number>('select number from images where id = ?').pluck()
  const link = database.prepare<[number, number]>('insert into image_texts (text, image) values (?, ?)')
  return {
    exists: ({ id }: ImageAttachment): boolean => find.get(id) !== undefined,
    /** @param text the number of the text that holds its name */
    link({ id }: ImageAttachment, text: number): void {
      const image = find.get(id)
      if (image === undefined) throw new Error(`The picture ${id} is gone`)
      link.run(text, image)
    },
  }
}

/** The number of a picture that was kept by then and that neither a prompt nor a draft has. */
export function prepareUnusedImageQuery(database: Database) {
  return database.prepare<[number], { readonly number: number }>(
    `select number from images where created_at <= ? and not exists (select 1 from image_texts where image = images.number)
       and not exists (select 1 from drafts, json_each(drafts.attachments) where json_each.value ->> 'id' = images.id)
     limit 1`,
  )
}
