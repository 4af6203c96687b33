// What the window does with the list of models: read it, choose one, mark favourites, ask about one that is not in it.

import { ask } from './ask.ts'
import { call } from './bridge.ts'
import { sendAgain } from './runs.ts'
import type { Reply } from '../../shared/errors.ts'
import { readServerModelId } from '../../shared/server-model.ts'
import type { ModelList, ModelLookup } from '../../shared/types/models.ts'
import { change, state } from './store.ts'

/** Takes over a list; a conversation without a model of its own starts with the chosen one. Also hears `models.changed`. */
export function receiveModels(models: ModelList): void {
  const { model, conversation } = state()
  // SECURITY: only an empty conversation lets go of a server that was removed. What was said to one is not sent on to another unasked.
  const isLeft = model !== null && conversation.messages.length === 0 && isOfRemoved(model, models)
  change({ models, model: isLeft ? models.chosen : (model ?? models.chosen) })
}

function isOfRemoved(model: string, { servers }: ModelList): boolean {
  const onServer = readServerModelId(model)
  return onServer !== null && servers.every(({ id }) => id !== onServer.serverId)
}

export async function readModels(): Promise<void> {
  receive(await call('models.list', undefined))
}

export async function refreshModels(): Promise<void> {
  receive(await call('models.refresh', undefined))
}

/**
 * The model the next prompt goes to, and with which the next conversation starts. When one was asked for that is to answer a prompt once
 * more, it does.
 */
export async function chooseModel(id: string): Promise<void> {
  const { dialog, retried } = state()
  change({ model: id, dialog: 'none', retried: null })
  if (dialog === 'retry' && retried !== null) void sendAgain(retried, id)
  receive(await ask('models.choose', { id }))
}

export async function setFavourite(id: string, isFavourite: boolean): Promise<void> {
  receive(await ask('models.setFavourite', { id, isFavourite }))
}

/** Asks Hugging Face about a model that is not in the list. One that is served is known from then on. */
export async function lookUpModel(id: string): Promise<Reply<ModelLookup>> {
  const reply = await call('models.lookUp', { id })
  if (reply.ok && reply.value.kind === 'served') {
    change({ lookedUp: [reply.value.model, ...state().lookedUp.filter((each) => each.id !== id)] })
  }
  return reply
}

function receive(reply: Reply<ModelList>): void {
  if (reply.ok) receiveModels(reply.value)
}
