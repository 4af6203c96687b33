// A prompt as it was sent: its text as it was typed, never as markdown, and what went along.

import { memo } from 'react'
import type { Prompt } from '../../electron/shared/types/conversations.ts'
import { Attachments } from './Attachments.tsx'
import styles from './PromptView.module.css'

export const PromptView = memo(function PromptView({ prompt }: { readonly prompt: Prompt }) {
  return (
    <div className={styles.prompt}>
      <Attachments attachments={prompt.attachments} />
      {prompt.text !== '' && (
        <div className={styles.text} dir="auto">
          {prompt.text}
        </div>
      )}
    </div>
  )
})
