// "Quote", near what is selected in an answer. By keyboard the same is in the answer's menu.

import { Quote } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'
import { quoteInPrompt, getQuotableSelection } from './quoting.ts'
import styles from './QuoteButton.module.css'

interface QuotePosition {
  readonly text: string
  readonly left: number
  readonly top: number
}

/** Pixels between the end of the selection and the button, and around it. */
const gap = 6
const buttonHeight = 34
const buttonWidth = 100

export function QuoteButton() {
  const { t } = useTranslation()
  const position = useQuotePosition()
  if (position === null) return null
  return (
    // What is pressed must not take the selection away before it is read.
    <div
      role="presentation"
      className={styles.floatingButton}
      style={{ left: position.left, top: position.top }}
      onMouseDown={(event) => event.preventDefault()}
    >
      <Button size="small" onPress={() => quoteInPrompt(position.text)}>
        <Quote size={14} aria-hidden />
        {t('chat.quote')}
      </Button>
    </div>
  )
}

/** Beside the end of what is selected in an answer; null while nothing is, while the pointer still selects, and when it is out of sight. */
function useQuotePosition(): QuotePosition | null {
  const [position, setPosition] = useState<QuotePosition | null>(null)
  useEffect(() => {
    let isSelecting = false
    const updatePosition = () => setPosition(isSelecting ? null : measurePosition())
    const onPointerDown = (event: PointerEvent) => {
      isSelecting = event.target instanceof Element && event.target.closest('[data-quotable]') !== null
    }
    const onPointerUp = () => {
      isSelecting = false
      // A click on what is selected takes it away a moment later.
      requestAnimationFrame(updatePosition)
    }
    document.addEventListener('selectionchange', updatePosition)
    document.addEventListener('pointerdown', onPointerDown)
    document.addEventListener('pointerup', onPointerUp)
    // The conversation scrolls, and that does not bubble.
    document.addEventListener('scroll', updatePosition, { capture: true, passive: true })
    window.addEventListener('resize', updatePosition)
    return () => {
      document.removeEventListener('selectionchange', updatePosition)
      document.removeEventListener('pointerdown', onPointerDown)
      document.removeEventListener('pointerup', onPointerUp)
      document.removeEventListener('scroll', updatePosition, { capture: true })
      window.removeEventListener('resize', updatePosition)
    }
  }, [])
  return position
}

function measurePosition(): QuotePosition | null {
  const selected = getQuotableSelection()
  const view = document.querySelector('[role="feed"]')?.closest('section')?.getBoundingClientRect()
  const end = selected === null ? undefined : [...selected.range.getClientRects()].findLast((each) => each.width > 0)
  if (selected === null || view === undefined || end === undefined) return null
  if (end.bottom < view.top || end.bottom > view.bottom) return null
  const below = end.bottom + gap
  const top = below + buttonHeight > view.bottom ? end.top - gap - buttonHeight : below
  return { text: selected.text, top, left: Math.min(end.right, view.right - buttonWidth - gap) }
}
