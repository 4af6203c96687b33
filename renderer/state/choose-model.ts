// The list of models as main reports it, and choosing, looking up and marking models.

import type { Reply } from '../../shared/failures.ts'
import { parseServerModelId } from '../../shared/server-model.ts'
import type { ModelList, ModelLookup } from '../../shared/types/models.ts'
import { callMain } from './bridge.ts'
import { callMainWithToast } from './call-with-toast.ts'
import { getComposer, setModel } from './composer.ts'
import { getConversation } from './conversation.ts'
import { closeDialog, getDialog } from './layout.ts'
import { addLookedUpModel, setModelList } from './models.ts'
import { retryPrompt } from './retry.ts'

/** Takes over a list. A conversation without a model gets the chosen one. Also handles `models.changed`. */
export function applyModelList(list: ModelList): void {
  const { model } = getComposer()
  // SECURITY: only an empty conversation lets go of a server that was removed. Messages sent to one server must not go to another unasked.
  const isServerRemoved = model !== null && getConversation().messages.length === 0 && isFromRemovedServer(model, list)
  setModelList(list)
  setModel(isServerRemoved ? list.chosen : (model ?? list.chosen))
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

/** Chooses the model of the next prompt and of the next conversation. In the dialog of a retry, that prompt is answered once more too. */
export async function chooseModel(id: string): Promise<void> {
  const dialog = getDialog()
  setModel(id)
  closeDialog()
  if (dialog.kind === 'retry') void retryPrompt(dialog.promptId, id)
  applyReply(await callMainWithToast('models.choose', { id }))
}

export async function setFavourite(id: string, isFavourite: boolean): Promise<void> {
  applyReply(await callMainWithToast('models.setFavourite', { id, isFavourite }))
}

/** Asks Hugging Face about a model that is not in the list. If a provider runs it, the window knows it from then on. */
export async function lookUpModel(id: string): Promise<Reply<ModelLookup>> {
  const reply = await callMain('models.lookUp', { id })
  if (reply.ok && reply.value.kind === 'served') addLookedUpModel(reply.value.model)
  return reply
}

function applyReply(reply: Reply<ModelList>): void {
  if (reply.ok) applyModelList(reply.value)
}
