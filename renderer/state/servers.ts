// What the window does with the servers that were added by hand. Main asks them; their keys are never here.

import { callMainWithToast } from './call-with-toast.ts'
import { callMain } from './bridge.ts'
import type { Reply } from '../../shared/failures.ts'
import type { ModelList } from '../../shared/types/models.ts'
import type { ServerDraft, ServerView } from '../../shared/types/servers.ts'
import { applyModelList } from './choose-model.ts'

/** Asks the server and keeps it; one that does not answer well only `anyway`. A new one has no id yet. */
export async function saveServer(id: string | null, draft: ServerDraft, force: boolean): Promise<Reply<ModelList>> {
  return applyReply(await (id === null ? callMain('servers.add', { draft, force }) : callMain('servers.update', { id, draft, force })))
}

export async function removeServer(id: string): Promise<void> {
  applyReply(await callMainWithToast('servers.remove', { id }))
}

export async function forgetServerKey(id: string): Promise<void> {
  applyReply(await callMainWithToast('servers.forgetKey', { id }))
}

/** Opens the window in which the server's own key is typed; what came of it is heard as `models.changed`. */
export async function openServerKeyWindow(serverId: string): Promise<void> {
  await callMainWithToast('key.openWindow', { kind: 'server', serverId })
}

/** How many models of a server are known. */
export function countModels({ models }: ModelList, { id }: ServerView): number {
  return models.filter((model) => model.server === id).length
}

function applyReply(reply: Reply<ModelList>): Reply<ModelList> {
  if (reply.ok) applyModelList(reply.value)
  return reply
}
