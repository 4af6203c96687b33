// Asking main to start runs of the open conversation. Hides what is shown until main has accepted them.

import { getMessageImages } from '../../shared/attachments.ts'
import { type Reply, succeeded } from '../../shared/failures.ts'
import { shortName } from '../../shared/model-name.ts'
import type { OpenedConversation } from '../../shared/types/conversations.ts'
import type { MessageWithSiblings } from '../../shared/types/messages.ts'
import type { RunRequest } from '../../shared/types/runs.ts'
import { translate } from '../i18n/i18n.ts'
import { callMainWithToast } from './call-with-toast.ts'
import { getComposer } from './composer.ts'
import { beginStart, cancelStart, getConversation, isStartingAlready, type OpenConversation } from './conversation.ts'
import { getModels, lacksVision } from './models.ts'
import { applyConversation, reloadConversation } from './open-conversation.ts'
import { getOmittedImages, getPrecedingMessages } from './preceding-messages.ts'
import { getSetupForRun } from './setup.ts'
import { showToast } from './toasts.ts'

/** Main is asked for a run by an id of the window's, which can be stopped before main has answered. */
export function createRunRequest(prompt: RunRequest['prompt'], model: string, comparisonId: string | null = null): RunRequest {
  return { runId: crypto.randomUUID(), conversationId: getConversation().id, model, ...getSetupForRun(), comparisonId, prompt }
}

/**
 * Starts runs one after the other, so that main saves them in this order. The prompt, if there is one, is shown at once as the last
 * message; what main returns replaces it. Fails when main refuses the first run, and then shows the conversation as it was before. A
 * request that is repeated before main has answered is ignored.
 */
export async function startRuns(
  [first, ...others]: readonly [RunRequest, ...(readonly RunRequest[])],
  prompt: MessageWithSiblings | null,
): Promise<Reply<void>> {
  if (isStartingAlready(first)) return succeeded(undefined)
  const runIds = [first, ...others].map(({ runId }) => runId)
  beginStart([first, ...others], prompt)
  const reply = await callMainWithToast('run.start', first)
  if (!reply.ok) {
    cancelStart(runIds)
    return reply
  }
  let started = reply.value
  // The first of several answers is shown together with the second: alone it would take the whole width for a moment.
  if (others.length === 0) await showStarted(first, started, [first.runId])
  for (const request of others) {
    const next = await callMainWithToast('run.start', request)
    if (next.ok) started = next.value
    await showStarted(request, started, [first.runId, request.runId])
  }
  return succeeded(undefined)
}

/** Null: the conversation was deleted meanwhile, or cannot be read. */
async function showStarted(
  { conversationId }: RunRequest,
  conversation: OpenedConversation | null,
  runIds: readonly string[],
): Promise<void> {
  if (conversation !== null) return applyConversation(conversation, { acceptedRunIds: runIds })
  cancelStart(runIds)
  if (getConversation().id === conversationId) await reloadConversation(conversationId)
}

/**
 * Shows a toast when a model is not sent all images of a conversation. For the chosen model the prompt box shows it already. Images of the
 * prompt itself are not mentioned: a model that cannot read them does not answer, and the failed answer says why.
 */
export function notifyOmittedImages(model: string, prompt: MessageWithSiblings, conversation: OpenConversation): void {
  if (model === getComposer().model) return
  const omittedImages = getOmittedImages(
    lacksVision(getModels(), model),
    getPrecedingMessages(conversation, prompt.id),
    getMessageImages(prompt),
  )
  if (omittedImages === 'earlier') showToast(translate('chat.omitsImages', { model: shortName(model) }))
  if (omittedImages === 'oldest') showToast(translate('chat.omitsOldestImages'))
}
