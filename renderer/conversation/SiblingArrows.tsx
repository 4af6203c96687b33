// ‹ 2/3 ›: which of the versions of a prompt, or of the answers to it, is shown, and the way to the ones beside it.

import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessageWithSiblings } from '../../shared/types/messages.ts'
import { isAnswering } from '../state/badges.ts'
import { showSibling } from '../state/branches.ts'
import { setBranchStep, useBranchStep, useConversation } from '../state/conversation.ts'
import { useIsInComparison } from '../state/retry.ts'
import { IconButton } from '../ui/Button.tsx'
import hidden from '../ui/VisuallyHidden.module.css'
import styles from './SiblingArrows.module.css'

export function SiblingArrows({ message }: { readonly message: MessageWithSiblings }) {
  const { t } = useTranslation()
  // What is being written is the end of the branch that is shown, and Stop belongs to it.
  const isBusy = useConversation(isAnswering)
  const groupRef = useFocusAfterBranchStep(message.id)
  const isColumn = useIsInComparison(message.id)
  const { ordinal, count } = message.siblings
  // What stands beside it is there to see.
  if (count === 1 || isColumn) return null
  const isPrompt = message.kind === 'prompt'
  return (
    <div ref={groupRef} className={styles.arrows}>
      <IconButton
        size="small"
        label={t(isPrompt ? 'chat.previousPrompt' : 'chat.previousAnswer')}
        isDisabled={isBusy || ordinal === 1}
        onPress={() => void showSibling(message, 'previous')}
      >
        <ChevronLeft size={15} aria-hidden data-directional />
      </IconButton>
      <span aria-hidden className={styles.ordinal}>
        {t('chat.siblingPosition', { ordinal, count })}
      </span>
      <span className={hidden.visuallyHidden}>{t(isPrompt ? 'chat.promptPosition' : 'chat.answerPosition', { ordinal, count })}</span>
      <IconButton
        size="small"
        label={t(isPrompt ? 'chat.nextPrompt' : 'chat.nextAnswer')}
        isDisabled={isBusy || ordinal === count}
        onPress={() => void showSibling(message, 'next')}
      >
        <ChevronRight size={15} aria-hidden data-directional />
      </IconButton>
    </div>
  )
}

/** The arrow that was pressed went with its message: the focus goes on from the same one here, or at the last from the other. */
function useFocusAfterBranchStep(messageId: string) {
  const groupRef = useRef<HTMLDivElement>(null)
  const step = useBranchStep(messageId)
  useEffect(() => {
    if (step === null) return
    const [previous, next] = groupRef.current?.querySelectorAll('button') ?? []
    const pressed = step === 'next' ? next : previous
    const target = pressed?.disabled === true ? (step === 'next' ? previous : next) : pressed
    target?.focus()
    setBranchStep(null)
  }, [step])
  return groupRef
}
