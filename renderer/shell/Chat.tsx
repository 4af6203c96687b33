// The middle of the window: the open conversation, or what stands in its place while it is empty, above the prompt box.

import { PanelLeft, SquarePen } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { runCommand } from '../commands/commands.ts'
import { useConversation } from '../state/conversation.ts'
import { useFind } from '../state/find.ts'
import { setSidebarOpen, useLayout } from '../state/layout.ts'
import { IconButton } from '../ui/Button.tsx'
import { Toasts } from './Toast.tsx'
import { Conversation } from '../conversation/Conversation.tsx'
import { EmptyState } from '../conversation/EmptyState.tsx'
import { FileDrop } from '../composer/FileDrop.tsx'
import { FindBar } from '../find/FindBar.tsx'
import { PromptBox } from '../composer/PromptBox.tsx'
import { QuoteButton } from '../conversation/QuoteButton.tsx'
import { StopAllButton } from '../conversation/StopAllButton.tsx'
import hidden from '../ui/VisuallyHidden.module.css'
import styles from './Chat.module.css'

export function Chat() {
  const { t } = useTranslation()
  const conversation = useConversation((state) => state)
  const isSidebarOpen = useLayout((layout) => layout.isSidebarOpen)
  const isFindOpen = useFind() !== null
  return (
    <main className={styles.chat}>
      <header className={styles.head}>
        {!isSidebarOpen && (
          <>
            <IconButton label={t('history.show')} onPress={() => setSidebarOpen(true)}>
              <PanelLeft size={18} aria-hidden data-directional />
            </IconButton>
            <IconButton label={t('history.newConversation')} onPress={() => runCommand('newConversation')}>
              <SquarePen size={18} aria-hidden />
            </IconButton>
          </>
        )}
        {/* Where its title stands there is room for the bar: nothing moves when it comes. */}
        <h1 className={isFindOpen ? hidden.visuallyHidden : styles.title} dir="auto">
          {conversation.title === '' ? t('chat.newTitle') : conversation.title}
        </h1>
        {isFindOpen && <FindBar key={conversation.id} />}
        <StopAllButton />
      </header>
      {conversation.messages.length === 0 ? (
        <EmptyState />
      ) : (
        <Conversation
          key={conversation.id}
          messages={conversation.messages}
          earlierCount={conversation.earlier}
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
