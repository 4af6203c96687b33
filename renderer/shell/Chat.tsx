// The middle of the window: the open conversation, or what stands in its place while it is empty, above the prompt box.

import { PanelLeft, SquarePen } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { perform } from '../commands/commands.ts'
import { change, useWindow } from '../state/store.ts'
import { IconButton } from '../ui/Button.tsx'
import { Toasts } from './Toast.tsx'
import { Conversation } from '../conversation/Conversation.tsx'
import { EmptyState } from '../conversation/EmptyState.tsx'
import { FileDrop } from '../composer/FileDrop.tsx'
import { FindBar } from '../find/FindBar.tsx'
import { PromptBox } from '../composer/PromptBox.tsx'
import { QuoteButton } from '../conversation/QuoteButton.tsx'
import { StopAllButton } from '../conversation/StopAllButton.tsx'
import unseen from '../ui/Unseen.module.css'
import styles from './Chat.module.css'

export function Chat() {
  const { t } = useTranslation()
  const conversation = useWindow((state) => state.conversation)
  const isSidebarOpen = useWindow((state) => state.isSidebarOpen)
  const isFinding = useWindow((state) => state.find !== null)
  return (
    <main className={styles.chat}>
      <header className={styles.head}>
        {!isSidebarOpen && (
          <>
            <IconButton label={t('history.show')} onPress={() => change({ isSidebarOpen: true })}>
              <PanelLeft size={18} aria-hidden />
            </IconButton>
            <IconButton label={t('history.newConversation')} onPress={() => perform('newConversation')}>
              <SquarePen size={18} aria-hidden />
            </IconButton>
          </>
        )}
        {/* Where its title stands there is room for the bar: nothing moves when it comes. */}
        <h1 className={isFinding ? unseen.unseen : styles.title} dir="auto">
          {conversation.title === '' ? t('chat.newTitle') : conversation.title}
        </h1>
        {isFinding && <FindBar key={conversation.id} />}
        <StopAllButton />
      </header>
      {conversation.messages.length === 0 ? (
        <EmptyState />
      ) : (
        <Conversation
          key={conversation.id}
          messages={conversation.messages}
          earlier={conversation.earlier}
          comparison={conversation.comparison}
        />
      )}
      <QuoteButton />
      <FileDrop />
      <div className={styles.foot}>
        <Toasts />
        <PromptBox key={`box of ${conversation.id}`} />
      </div>
    </main>
  )
}
