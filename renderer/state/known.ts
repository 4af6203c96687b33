// What is known of the model with an id: from the list, or from asking Hugging Face about it in this session.

import { useTranslation } from 'react-i18next'
import { readServerModelId } from '../../shared/server-model.ts'
import type { Model } from '../../shared/types/models.ts'
import { useWindow, type WindowState } from './store.ts'
import { serverNameOf } from '../../shared/model-name.ts'

export function modelOf({ models, lookedUp }: Pick<WindowState, 'models' | 'lookedUp'>, id: string | null): Model | undefined {
  return models?.models.find((each) => each.id === id) ?? lookedUp.find((each) => each.id === id)
}

/** Whether Hugging Face lists the model as one that looks at no pictures. Nobody knows that of a server's models, nor of one looked up. */
export function isBlind({ models }: WindowState, id: string): boolean {
  const listed = models?.models.find((each) => each.id === id)
  return listed?.server === null && !listed.canSee
}

/** Whether the model only continues a text; null for one that is not known. */
export function useTask(id: string | null): Model['task'] | null {
  return useWindow((now) => modelOf(now, id)?.task ?? null)
}

/** What the server that has a model is called; null for a model of Hugging Face. */
export function useServerName(id: string | null): string | null {
  return useWindow((now) => (id === null ? null : serverNameOf(id, now.models?.servers ?? [])))
}

/** How a model's id is written out: of a server's model its name there and the server's. */
export function useFullNames(): (id: string) => string {
  const { t } = useTranslation()
  const servers = useWindow((now) => now.models?.servers)
  return (id) => {
    const onServer = readServerModelId(id)
    return onServer === null ? id : t('models.onServer', { model: onServer.name, server: serverNameOf(id, servers ?? []) ?? '' })
  }
}
