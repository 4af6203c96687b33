// A prompt as it was sent: its text as it was typed, never as markdown, and what went along; or its editor.

import { memo, useEffect, useRef } from 'react'
import type { MessageWithSiblings } from '../../shared/types/messages.ts'
import { useEdit } from '../state/edits.ts'
import { Attachments } from '../composer/Attachments.tsx'
import { PromptActions } from './PromptActions.tsx'
import { PromptEditor } from '../composer/PromptEditor.tsx'
import styles from './PromptView.module.css'

interface PromptViewProps {
  readonly prompt: Extract<MessageWithSiblings, { kind: 'prompt' }>
  readonly isLast: boolean
}

export const PromptView = memo(function PromptView({ prompt, isLast }: PromptViewProps) {
  const edit = useEdit(prompt.id)
  const view = useFocusAfterEdit(edit !== undefined)
  if (edit !== undefined) return <PromptEditor promptId={prompt.id} draft={edit} />
  return (
    <div ref={view} className={styles.prompt}>
      <Attachments attachments={prompt.attachments} />
      {prompt.text !== '' && (
        <div className={styles.text} dir="auto" data-searchable>
          {prompt.text}
        </div>
      )}
      <PromptActions prompt={prompt} isLast={isLast} />
    </div>
  )
})

/** An editor that is left gives the focus back to the button it was opened by, unless it was left for something else. */
function useFocusAfterEdit(isEditing: boolean) {
  const view = useRef<HTMLDivElement>(null)
  const wasEditing = useRef(isEditing)
  useEffect(() => {
    if (wasEditing.current && !isEditing && document.activeElement === document.body) {
      view.current?.querySelector<HTMLElement>('[data-edit]')?.focus()
    }
    wasEditing.current = isEditing
  }, [isEditing])
  return view
}
