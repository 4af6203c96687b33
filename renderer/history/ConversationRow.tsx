// One conversation in the history: opens on a click; its menu renames, pins and deletes it.

import { Ellipsis, Pencil, Pin, PinOff, Trash2 } from 'lucide-react'
import { memo, useCallback, useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { MenuTrigger } from 'react-aria-components'
import type { ConversationSummary } from '../../shared/types/conversations.ts'
import { useBadge } from '../state/badges.ts'
import { deleteConversation } from '../state/deletions.ts'
import { maxShortTextLength, renameConversation, setPinned } from '../state/history.ts'
import { openConversation } from '../state/open-conversation.ts'
import { IconButton } from '../ui/Button.tsx'
import { Menu, MenuItem } from '../ui/Menu.tsx'
import { focusAdjacentRow } from './move-focus.ts'
import { SaveMenuItems } from './SaveMenuItems.tsx'
import styles from './ConversationRow.module.css'

interface ConversationRowProps {
  readonly conversation: ConversationSummary
  readonly isOpen: boolean
  /** Whether Tab stops here. */
  readonly isTabStop: boolean
}

export const ConversationRow = memo(function ConversationRow({ conversation, isOpen, isTabStop }: ConversationRowProps) {
  const { t } = useTranslation()
  const [renameState, setRenameState] = useState<'idle' | 'editing' | 'endedByKey'>('idle')
  const badge = useBadge(conversation.id)
  const badgeId = useId()
  const title = conversation.title === '' ? t('chat.newTitle') : conversation.title
  const toastText = t('history.deleted', { title })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'F2') setRenameState('editing')
    if (event.key !== 'Delete') return
    focusAdjacentRow(event.currentTarget)
    void deleteConversation(conversation, toastText)
  }
  // Who ended it by a key goes on from the row; who clicked elsewhere is elsewhere.
  const restoreFocus = useCallback(
    (button: HTMLButtonElement | null) => {
      if (renameState === 'endedByKey') button?.focus()
    },
    [renameState],
  )
  if (renameState === 'editing') {
    return <RenameField conversation={conversation} onDone={(isFromKeyboard) => setRenameState(isFromKeyboard ? 'endedByKey' : 'idle')} />
  }
  return (
    <li className={`${styles.row} ${isOpen ? styles.open : ''}`}>
      <button
        ref={restoreFocus}
        type="button"
        data-row
        dir="auto"
        tabIndex={isTabStop ? 0 : -1}
        aria-current={isOpen ? 'page' : undefined}
        aria-describedby={badge === undefined ? undefined : badgeId}
        className={styles.title}
        onClick={() => void openConversation(conversation.id)}
        onKeyDown={onKeyDown}
      >
        {title}
      </button>
      {badge !== undefined && (
        <span id={badgeId} title={t(`history.badges.${badge}`)} className={styles[badge]}>
          {t(`history.badges.${badge}`)}
        </span>
      )}
      <MenuTrigger>
        <IconButton size="small" label={t('history.more', { title })} excludeFromTabOrder={!isTabStop}>
          <Ellipsis size={16} aria-hidden />
        </IconButton>
        <Menu>
          <MenuItem onAction={() => setRenameState('editing')}>
            <Pencil size={15} aria-hidden />
            {t('history.rename')}
          </MenuItem>
          <MenuItem onAction={() => void setPinned(conversation.id, !conversation.isPinned)}>
            {conversation.isPinned ? <PinOff size={15} aria-hidden /> : <Pin size={15} aria-hidden />}
            {t(conversation.isPinned ? 'history.unpin' : 'history.pin')}
          </MenuItem>
          <SaveMenuItems conversationId={conversation.id} messageId={null} />
          <MenuItem onAction={() => void deleteConversation(conversation, toastText)}>
            <Trash2 size={15} aria-hidden />
            {t('history.remove')}
          </MenuItem>
        </Menu>
      </MenuTrigger>
    </li>
  )
})

interface RenameFieldProps {
  readonly conversation: ConversationSummary
  readonly onDone: (isFromKeyboard: boolean) => void
}

function RenameField({ conversation, onDone }: RenameFieldProps) {
  const { t } = useTranslation()
  const [title, setTitle] = useState(conversation.title)
  const inputRef = useRef<HTMLInputElement>(null)
  // Not before: the menu that it was chosen from keeps the focus from everything else until its effects are undone.
  useEffect(() => inputRef.current?.focus(), [])
  const save = (isFromKeyboard: boolean) => {
    onDone(isFromKeyboard)
    if (title !== conversation.title) void renameConversation(conversation.id, title)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') save(true)
    if (event.key !== 'Escape') return
    event.preventDefault()
    onDone(true)
  }
  return (
    <li className={styles.row}>
      <input
        ref={inputRef}
        dir="auto"
        className={styles.field}
        aria-label={t('history.renameLabel')}
        maxLength={maxShortTextLength}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        // Backward, so that of a long name the beginning is in sight.
        onFocus={(event) => event.target.setSelectionRange(0, title.length, 'backward')}
        onBlur={() => save(false)}
        onKeyDown={onKeyDown}
      />
    </li>
  )
}
