// What the window does with the list of models: read it, choose one, mark favourites, ask about one that is not in it.

import { callMainWithToast } from './call-with-toast.ts'
import { callMain } from './bridge.ts'
import { retryPrompt } from './runs.ts'
import type { Reply } from '../../shared/failures.ts'
import { parseServerModelId } from '../../shared/server-model.ts'
import type { ModelList, ModelLookup } from '../../shared/types/models.ts'
import { setState, getState } from './store.ts'

/** Takes over a list; a conversation without a model of its own starts with the chosen one. Also hears `models.changed`. */
export function applyModelList(models: ModelList): void {
  const { model, conversation } = getState()
  // SECURITY: only an empty conversation lets go of a server that was removed. What was said to one is not sent on to another unasked.
  const isServerRemoved = model !== null && conversation.messages.length === 0 && isFromRemovedServer(model, models)
  setState({ models, model: isServerRemoved ? models.chosen : (model ?? models.chosen) })
}

function isFromRemovedServer(model: string, { servers }: ModelList): boolean {
  const serverModel = parseServerModelId(model)
  return serverModel !== null && servers.every(({ id }) => id !== serverModel.serverId)
}

export async function loadModels(): Promise<void> {
  applyReply(await callMain('models.list', undefined))
}

export async function refreshModels(): Promise<void> {
  applyReply(await callMain('models.refresh', undefined))
}

/**
 * The model the next prompt goes to, and with which the next conversation starts. When one was asked for that is to answer a prompt once
 * more, it does.
 */
export async function chooseModel(id: string): Promise<void> {
  const { dialog, retryPromptId } = getState()
  setState({ model: id, dialog: 'none', retryPromptId: null })
  if (dialog === 'retry' && retryPromptId !== null) void retryPrompt(retryPromptId, id)
  applyReply(await callMainWithToast('models.choose', { id }))
}

export async function setFavourite(id: string, isFavourite: boolean): Promise<void> {
  applyReply(await callMainWithToast('models.setFavourite', { id, isFavourite }))
}

/** Asks Hugging Face about a model that is not in the list. One that is served is known from then on. */
export async function lookUpModel(id: string): Promise<Reply<ModelLookup>> {
  const reply = await callMain('models.lookUp', { id })
  if (reply.ok && reply.value.kind === 'served') {
    setState({ lookedUpModels: [reply.value.model, ...getState().lookedUpModels.filter((each) => each.id !== id)] })
  }
  return reply
}

function applyReply(reply: Reply<ModelList>): void {
  if (reply.ok) applyModelList(reply.value)
}
