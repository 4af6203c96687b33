// The row of small buttons under a message, with a menu for what is asked for seldom. It is seen when the message is pointed at or
// holds the focus, and always under the last one.

import { Ellipsis, Split, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { MenuTrigger } from 'react-aria-components'
import type { MessageWithSiblings } from '../../shared/types/messages.ts'
import { SaveMenuItems } from '../history/SaveMenuItems.tsx'
import { forkConversation } from '../state/branches.ts'
import { useConversation } from '../state/conversation.ts'
import { deleteMessage } from '../state/deletions.ts'
import { IconButton } from '../ui/Button.tsx'
import { Menu, MenuItem } from '../ui/Menu.tsx'
import { SiblingArrows } from './SiblingArrows.tsx'
import styles from './MessageActions.module.css'

interface MessageActionsProps {
  readonly message: MessageWithSiblings
  readonly isLast: boolean
  /** What is always seen beside them. */
  readonly facts?: ReactNode
  /** The buttons before the menu's. */
  readonly children: ReactNode
  /** What stands in the menu before what every message has. */
  readonly menuItems: ReactNode
}

export function MessageActions({ message, isLast, facts, children, menuItems }: MessageActionsProps) {
  const { t } = useTranslation()
  const conversationId = useConversation(({ id }) => id)
  const isPrompt = message.kind === 'prompt'
  // What is always seen stands at the edge, on whichever side that is.
  return (
    <div className={`${styles.row} ${isPrompt ? styles.promptActions : ''}`}>
      {!isPrompt && <SiblingArrows message={message} />}
      {facts}
      <div className={`${styles.actions} ${isLast ? styles.alwaysVisible : ''}`}>
        {children}
        <MenuTrigger>
          <IconButton size="small" label={t(isPrompt ? 'chat.morePrompt' : 'chat.moreAnswer')}>
            <Ellipsis size={15} aria-hidden />
          </IconButton>
          <Menu placement={isPrompt ? 'bottom end' : 'bottom start'}>
            {menuItems}
            <MenuItem onAction={() => void forkConversation(message)}>
              <Split size={15} aria-hidden />
              {t('chat.fork')}
            </MenuItem>
            <SaveMenuItems conversationId={conversationId} messageId={message.id} />
            <MenuItem onAction={() => void deleteMessage(message)}>
              <Trash2 size={15} aria-hidden />
              {t('chat.remove')}
            </MenuItem>
          </Menu>
        </MenuTrigger>
      </div>
      {isPrompt && <SiblingArrows message={message} />}
    </div>
  )
}
