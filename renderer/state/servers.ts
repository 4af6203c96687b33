// Adding, changing and removing servers. Main sends the requests and keeps their keys.

import { callMainWithToast } from './call-with-toast.ts'
import { callMain } from './bridge.ts'
import type { Reply } from '../../shared/failures.ts'
import type { ModelList } from '../../shared/types/models.ts'
import type { ServerDraft, ServerView } from '../../shared/types/servers.ts'
import { applyModelList } from './choose-model.ts'

/** Tries the server and saves it; with `force`, also one that does not reply as it should. A new one has no id yet. */
export async function saveServer(id: string | null, draft: ServerDraft, force: boolean): Promise<Reply<ModelList>> {
  return applyReply(await (id === null ? callMain('servers.add', { draft, force }) : callMain('servers.update', { id, draft, force })))
}

export async function removeServer(id: string): Promise<void> {
  applyReply(await callMainWithToast('servers.remove', { id }))
}

export async function forgetServerKey(id: string): Promise<void> {
  applyReply(await callMainWithToast('servers.forgetKey', { id }))
}

/** Opens the key window for a server's own key. `models.changed` reports the result. */
export async function openServerKeyWindow(serverId: string): Promise<void> {
  await callMainWithToast('key.openWindow', { kind: 'server', serverId })
}

/** The number of models that a server offers. */
export function countModels({ models }: ModelList, { id }: ServerView): number {
  return models.filter((model) => model.server === id).length
}

function applyReply(reply: Reply<ModelList>): Reply<ModelList> {
  if (reply.ok) applyModelList(reply.value)
  return reply
}
