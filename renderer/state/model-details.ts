// What is known of the model with an id: from the list, or from asking Hugging Face about it in this session.

import { useTranslation } from 'react-i18next'
import type { Task } from '../../shared/tasks.ts'
import { parseServerModelId } from '../../shared/server-model.ts'
import type { Model } from '../../shared/types/models.ts'
import { useStore, type AppState } from './store.ts'
import { getServerName } from '../../shared/model-name.ts'

export function findModel({ models, lookedUpModels }: Pick<AppState, 'models' | 'lookedUpModels'>, id: string | null): Model | undefined {
  return models?.models.find((each) => each.id === id) ?? lookedUpModels.find((each) => each.id === id)
}

/** Whether Hugging Face lists the model as one that looks at no pictures. Nobody knows that of a server's models, nor of one looked up. */
export function lacksVision({ models }: AppState, id: string): boolean {
  const listedModel = models?.models.find((each) => each.id === id)
  return listedModel?.server === null && !listedModel.canSee
}

/** The task of a model; null for an unknown model. */
export function useModelTask(id: string | null): Task | null {
  return useStore((appState) => findModel(appState, id)?.task ?? null)
}

/** What the server that has a model is called; null for a model of Hugging Face. */
export function useServerName(id: string | null): string | null {
  return useStore((appState) => (id === null ? null : getServerName(id, appState.models?.servers ?? [])))
}

/** How a model's id is written out: of a server's model its name there and the server's. */
export function useModelNameFormatter(): (id: string) => string {
  const { t } = useTranslation()
  const servers = useStore((appState) => appState.models?.servers)
  return (id) => {
    const serverModel = parseServerModelId(id)
    return serverModel === null ? id : t('models.onServer', { model: serverModel.name, server: getServerName(id, servers ?? []) ?? '' })
  }
}
