// Offers to go on with an answer that stopped too early. Shows nothing where that makes no sense.

import { useTranslation } from 'react-i18next'
import { canContinue } from '../../shared/can-continue.ts'
import type { Answer } from '../../shared/types/messages.ts'
import { continueAnswer } from '../state/retry.ts'
import { Button } from '../ui/Button.tsx'

interface ContinueButtonProps {
  readonly answer: Answer
  /** Only the last answer of a conversation can be gone on with. */
  readonly isLast: boolean
  /** `main` where it is the one thing to do. */
  readonly kind?: 'primary' | 'secondary' | 'ghost'
}

export function ContinueButton({ answer, isLast, kind = 'secondary' }: ContinueButtonProps) {
  const { t } = useTranslation()
  if (!isLast || !canContinue(answer)) return null
  return (
    <Button size="small" kind={kind} onPress={() => void continueAnswer(answer)}>
      {t('chat.continue')}
    </Button>
  )
}
