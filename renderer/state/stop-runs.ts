// Stopping runs. What an answer says by then is kept; main reports how it ended.

import { callMainWithToast } from './call-with-toast.ts'
import { getRunIds } from './comparison.ts'
import { getConversation } from './conversation.ts'

/** Stops the runs at the end of the open conversation, also those that main has not accepted yet. */
export async function stopShownRuns(): Promise<void> {
  await Promise.all(getRunIds(getConversation()).map((runId) => callMainWithToast('run.stop', { runId })))
}

/** Stops every run, of all conversations. */
export async function stopAllRuns(): Promise<void> {
  await callMainWithToast('run.stopAll', undefined)
}

/** Ends the wait before a run is sent again. */
export async function retryNow(runId: string): Promise<void> {
  await callMainWithToast('run.retryNow', { runId })
}
