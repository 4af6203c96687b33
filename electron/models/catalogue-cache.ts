// Caches the catalogue on disk, so that the model picker works at once and offline. Hides the file: an unreadable one is ignored, because
// everything in it can be fetched again.

import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { taskNames } from '../../shared/tasks.ts'
import type { Model } from '../../shared/types/models.ts'
import { writeFileDurably } from '../files/durable-files.ts'

interface CachedCatalogue {
  readonly fetchedAt: number | null
  readonly models: readonly Model[]
  /** Models outside the list that were looked up by name, newest first. */
  readonly lookedUp: readonly Model[]
  /** The names of each server's models, by the server's id. */
  readonly servers: Readonly<Record<string, ServerNames>>
}

export interface ServerNames {
  readonly fetchedAt: number
  readonly names: readonly string[]
}

interface CatalogueCache {
  readonly read: () => CachedCatalogue
  /** Writes everything in the background, one write at a time. If that fails, the next start fetches again. */
  readonly write: (cached: CachedCatalogue) => void
}

const emptyCatalogue: CachedCatalogue = { fetchedAt: null, models: [], lookedUp: [], servers: {} }

const modelSchema = z.object({
  id: z.string(),
  task: z.enum(taskNames),
  supportsVision: z.boolean(),
  routes: z.array(
    z.object({
      provider: z.string(),
      isLive: z.boolean(),
      contextLength: z.nullable(z.number()),
      price: z.nullable(z.object({ input: z.number(), output: z.number() })),
      isFree: z.boolean(),
      firstTextMs: z.nullable(z.number()),
      tokensPerSecond: z.nullable(z.number()),
    }),
  ),
  server: z.null(),
})
/** Change the version with every change of shape, so that older files are ignored. */
const fileSchema = z.object({
  version: z.literal(3),
  fetchedAt: z.nullable(z.number()),
  models: z.array(modelSchema),
  lookedUp: z.array(modelSchema),
  servers: z.record(z.string(), z.object({ fetchedAt: z.number(), names: z.array(z.string()) })),
})

export function createCatalogueCache(folder: string): CatalogueCache {
  const path = join(folder, 'models.json')
  let lastWrite = Promise.resolve()

  async function saveFile(cached: CachedCatalogue): Promise<void> {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    await writeFileDurably(path, JSON.stringify({ version: 3, ...cached }))
  }

  return {
    read() {
      try {
        const { fetchedAt, models, lookedUp, servers } = fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
        return { fetchedAt, models, lookedUp, servers }
      } catch {
        return emptyCatalogue
      }
    },
    write(cached) {
      lastWrite = lastWrite.then(() => saveFile(cached)).catch(() => {})
    },
  }
}
