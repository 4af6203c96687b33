// What is known of the model with an id: from the list, or from asking Hugging Face about it in this session.

import type { Model } from '../../electron/shared/types.ts'
import { useWindow, type WindowState } from '../store.ts'

export function modelOf({ models, lookedUp }: WindowState, id: string | null): Model | undefined {
  return models?.models.find((each) => each.id === id) ?? lookedUp.find((each) => each.id === id)
}

/** Whether the model only continues a text; null for one that is not known. */
export function useTask(id: string | null): Model['task'] | null {
  return useWindow((now) => modelOf(now, id)?.task ?? null)
}
