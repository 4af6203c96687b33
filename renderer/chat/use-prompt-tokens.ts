// About how much a model is given when what stands in the box is sent. Each part is estimated again only when it has changed: a key
// must not wait for a long conversation.

import { useMemo } from 'react'
import { imagesAmong } from '../../electron/shared/attachments.ts'
import { toldFirst } from '../../electron/shared/style.ts'
import { useWindow } from '../store.ts'
import { withText } from './drafts.ts'
import { tokensBefore, tokensOfDraft } from './prompt-length.ts'
import { estimateTokens } from './token-estimate.ts'

interface PromptTokens {
  /** All that goes along: the instructions, what was said before, and what stands in the box. */
  readonly whole: number
  /** What stands in the box. */
  readonly mine: number
}

export function usePromptTokens(): PromptTokens {
  const conversation = useWindow((state) => state.conversation)
  const setup = useWindow((state) => state.setup)
  const draft = useWindow((state) => state.draft)
  const areaText = useWindow((state) => state.areaText)
  const { attachments } = draft
  const before = useMemo(() => tokensBefore(conversation, imagesAmong(attachments)), [conversation, attachments])
  const first = useMemo(() => estimateTokens(toldFirst(setup.instructions, setup.style)), [setup])
  const mine = useMemo(() => tokensOfDraft(areaText.trim() === '' ? draft : withText(draft, areaText, '')), [draft, areaText])
  return { whole: before + first + mine, mine }
}
