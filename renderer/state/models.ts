// Slice: the list of models, and what is known of the model with an id: from the list, or from asking Hugging Face in this session.

import { useTranslation } from 'react-i18next'
import { getServerName } from '../../shared/model-name.ts'
import { parseServerModelId } from '../../shared/server-model.ts'
import type { Task } from '../../shared/tasks.ts'
import type { Model, ModelList } from '../../shared/types/models.ts'
import { createSlice } from './slice.ts'

export interface ModelsState {
  /** Null until main has answered. */
  readonly list: ModelList | null
  /** Models that were looked up by their id and are not in the list. */
  readonly lookedUpModels: readonly Model[]
  /** The ids of models that have been seen to reason before they answer. */
  readonly thinkingModels: readonly string[]
}

const slice = createSlice<ModelsState>({ list: null, lookedUpModels: [], thinkingModels: [] })

export const useModels = slice.use
export const getModels = slice.get

export function setModelList(list: ModelList): void {
  slice.set({ list })
}

/** Calls the listener with each new list and the one before it, until the returned function is called. */
export function watchModelList(listener: (list: ModelList, previous: ModelList | null) => void): () => void {
  return slice.subscribe((current, previous) => {
    if (current.list !== null && current.list !== previous.list) listener(current.list, previous.list)
  })
}

export function addLookedUpModel(model: Model): void {
  slice.set({ lookedUpModels: [model, ...slice.get().lookedUpModels.filter(({ id }) => id !== model.id)] })
}

export function setThinkingModels(thinkingModels: readonly string[]): void {
  slice.set({ thinkingModels })
}

export function addThinkingModel(id: string): void {
  const { thinkingModels } = slice.get()
  if (!thinkingModels.includes(id)) slice.set({ thinkingModels: [...thinkingModels, id] })
}

export function findModel({ list, lookedUpModels }: ModelsState, id: string | null): Model | undefined {
  return list?.models.find((each) => each.id === id) ?? lookedUpModels.find((each) => each.id === id)
}

/** Whether Hugging Face lists the model as one that cannot read images. Of a server's model, or one that was looked up, that is unknown. */
export function lacksVision({ list }: ModelsState, id: string): boolean {
  const listedModel = list?.models.find((each) => each.id === id)
  return listedModel?.server === null && !listedModel.supportsVision
}

/** The task of a model; null for an unknown model. */
export function useModelTask(id: string | null): Task | null {
  return useModels((models) => findModel(models, id)?.task ?? null)
}

/** The name of the server that has the model; null for a model of Hugging Face. */
export function useServerName(id: string | null): string | null {
  return useModels(({ list }) => (id === null ? null : getServerName(id, list?.servers ?? [])))
}

/** Writes out a model's id. For a server's model: its name there, and the server's. */
export function useModelNameFormatter(): (id: string) => string {
  const { t } = useTranslation()
  const servers = useModels(({ list }) => list?.servers)
  return (id) => {
    const serverModel = parseServerModelId(id)
    return serverModel === null ? id : t('models.onServer', { model: serverModel.name, server: getServerName(id, servers ?? []) ?? '' })
  }
}
