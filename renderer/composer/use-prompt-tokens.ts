// About how much a model is given when a draft is sent. Each part is estimated again only when it has changed: a key must not wait for a
// long conversation.

import { useMemo } from 'react'
import { filterImages } from '../../shared/attachments.ts'
import { buildSystemPrompt } from '../../shared/style.ts'
import type { Draft } from '../../shared/types/drafts.ts'
import { withText } from '../state/drafts.ts'
import type { PrecedingMessages } from '../state/preceding-messages.ts'
import { useSetup } from '../state/setup.ts'
import { estimatePrecedingTokens, estimateDraftTokens } from './prompt-tokens.ts'
import { estimateTokens } from './token-estimate.ts'

export interface PromptTokens {
  /** All that goes along: the instructions, what was said before, and the draft. */
  readonly total: number
  /** The draft. */
  readonly draftTokens: number
}

/** @param pasteAreaText what stands in the place for a text, and goes along with the draft */
export function usePromptTokens(draft: Draft, preceding: PrecedingMessages, pasteAreaText = ''): PromptTokens {
  const setup = useSetup()
  const { attachments } = draft
  const precedingTokens = useMemo(() => estimatePrecedingTokens(preceding, filterImages(attachments)), [preceding, attachments])
  const systemPromptTokens = useMemo(() => estimateTokens(buildSystemPrompt(setup.instructions, setup.style)), [setup])
  const draftTokens = useMemo(
    () => estimateDraftTokens(pasteAreaText.trim() === '' ? draft : withText(draft, pasteAreaText, '')),
    [draft, pasteAreaText],
  )
  return { total: precedingTokens + systemPromptTokens + draftTokens, draftTokens }
}
