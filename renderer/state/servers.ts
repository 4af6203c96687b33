// What the window does with the servers that were added by hand. Main asks them; their keys are never here.

import { ask } from './ask.ts'
import { call } from './bridge.ts'
import type { Reply } from '../../shared/errors.ts'
import type { ModelList, ServerDraft, ServerView } from '../../shared/types/models.ts'
import { receiveModels } from './models.ts'

/** Asks the server and keeps it; one that does not answer well only `anyway`. A new one has no id yet. */
export async function saveServer(id: string | null, draft: ServerDraft, anyway: boolean): Promise<Reply<ModelList>> {
  return received(await (id === null ? call('servers.add', { draft, anyway }) : call('servers.change', { id, draft, anyway })))
}

export async function removeServer(id: string): Promise<void> {
  received(await ask('servers.remove', { id }))
}

export async function forgetServerKey(id: string): Promise<void> {
  received(await ask('servers.forgetKey', { id }))
}

/** Opens the window in which the server's own key is typed; what came of it is heard as `models.changed`. */
export async function setServerKey(serverId: string): Promise<void> {
  await ask('key.set', { kind: 'server', serverId })
}

/** How many models of a server are known. */
export function modelCount({ models }: ModelList, { id }: ServerView): number {
  return models.filter((model) => model.server === id).length
}

function received(reply: Reply<ModelList>): Reply<ModelList> {
  if (reply.ok) receiveModels(reply.value)
  return reply
}
