// About how much a model is given when a draft is sent. Each part is estimated again only when it has changed: a key must not wait for a
// long conversation.

import { useMemo } from 'react'
import { imagesAmong } from '../../shared/attachments.ts'
import { toldFirst } from '../../shared/style.ts'
import type { Draft } from '../../shared/types/conversations.ts'
import { useWindow } from '../state/store.ts'
import { withText } from '../state/drafts.ts'
import { tokensBefore, tokensOfDraft } from './prompt-length.ts'
import type { SaidBefore } from '../state/said-before.ts'
import { estimateTokens } from './token-estimate.ts'

export interface PromptTokens {
  /** All that goes along: the instructions, what was said before, and the draft. */
  readonly whole: number
  /** The draft. */
  readonly mine: number
}

/** @param areaText what stands in the place for a text, and goes along with the draft */
export function usePromptTokens(draft: Draft, said: SaidBefore, areaText = ''): PromptTokens {
  const setup = useWindow((state) => state.setup)
  const { attachments } = draft
  const before = useMemo(() => tokensBefore(said, imagesAmong(attachments)), [said, attachments])
  const first = useMemo(() => estimateTokens(toldFirst(setup.instructions, setup.style)), [setup])
  const mine = useMemo(() => tokensOfDraft(areaText.trim() === '' ? draft : withText(draft, areaText, '')), [draft, areaText])
  return { whole: before + first + mine, mine }
}
