// "Quote", near what is selected in an answer. By keyboard the same is in the answer's menu.

import { Quote } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'
import { quote, selectionInAnswer } from './quoting.ts'
import styles from './QuoteButton.module.css'

interface Place {
  readonly text: string
  readonly left: number
  readonly top: number
}

/** Pixels between the end of the selection and the button, and around it. */
const gap = 6
const height = 34
const width = 100

export function QuoteButton() {
  const { t } = useTranslation()
  const place = usePlace()
  if (place === null) return null
  return (
    // What is pressed must not take the selection away before it is read.
    <div
      role="presentation"
      className={styles.place}
      style={{ left: place.left, top: place.top }}
      onMouseDown={(event) => event.preventDefault()}
    >
      <Button size="small" onPress={() => quote(place.text)}>
        <Quote size={14} aria-hidden />
        {t('chat.quote')}
      </Button>
    </div>
  )
}

/** Beside the end of what is selected in an answer; null while nothing is, while the pointer still selects, and when it is out of sight. */
function usePlace(): Place | null {
  const [place, setPlace] = useState<Place | null>(null)
  useEffect(() => {
    let isSelecting = false
    const look = () => setPlace(isSelecting ? null : placeNow())
    const onDown = (event: PointerEvent) => {
      isSelecting = event.target instanceof Element && event.target.closest('[data-quotable]') !== null
    }
    const onUp = () => {
      isSelecting = false
      // A click on what is selected takes it away a moment later.
      requestAnimationFrame(look)
    }
    document.addEventListener('selectionchange', look)
    document.addEventListener('pointerdown', onDown)
    document.addEventListener('pointerup', onUp)
    // The conversation scrolls, and that does not bubble.
    document.addEventListener('scroll', look, { capture: true, passive: true })
    window.addEventListener('resize', look)
    return () => {
      document.removeEventListener('selectionchange', look)
      document.removeEventListener('pointerdown', onDown)
      document.removeEventListener('pointerup', onUp)
      document.removeEventListener('scroll', look, { capture: true })
      window.removeEventListener('resize', look)
    }
  }, [])
  return place
}

function placeNow(): Place | null {
  const selected = selectionInAnswer()
  const view = document.querySelector('[role="feed"]')?.closest('section')?.getBoundingClientRect()
  const end = selected === null ? undefined : [...selected.range.getClientRects()].findLast((each) => each.width > 0)
  if (selected === null || view === undefined || end === undefined) return null
  if (end.bottom < view.top || end.bottom > view.bottom) return null
  const below = end.bottom + gap
  const top = below + height > view.bottom ? end.top - gap - height : below
  return { text: selected.text, top, left: Math.min(end.right, view.right - width - gap) }
}
