// One conversation in the history: opens on a click; its menu renames, pins and deletes it.

import { Ellipsis, Pencil, Pin, PinOff, Trash2 } from 'lucide-react'
import { memo, useCallback, useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { MenuTrigger } from 'react-aria-components'
import type { ConversationSummary } from '../../shared/types/conversations.ts'
import { open } from '../state/conversation.ts'
import { useWindow } from '../state/store.ts'
import { IconButton } from '../ui/Button.tsx'
import { Menu, MenuItem } from '../ui/Menu.tsx'
import { longestShortText, remove, rename, setPinned } from '../state/history.ts'
import { focusNeighbour } from './move-focus.ts'
import { SaveItems } from './SaveItems.tsx'
import styles from './ConversationRow.module.css'

interface ConversationRowProps {
  readonly conversation: ConversationSummary
  readonly isOpen: boolean
  /** Whether Tab stops here. */
  readonly isReachable: boolean
}

export const ConversationRow = memo(function ConversationRow({ conversation, isOpen, isReachable }: ConversationRowProps) {
  const { t } = useTranslation()
  const [renaming, setRenaming] = useState<'no' | 'yes' | 'done by key'>('no')
  const mark = useWindow((state) => state.marks[conversation.id])
  const markId = useId()
  const title = conversation.title === '' ? t('chat.newTitle') : conversation.title
  const deletedText = t('history.deleted', { title })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'F2') setRenaming('yes')
    if (event.key !== 'Delete') return
    focusNeighbour(event.currentTarget)
    void remove(conversation, deletedText)
  }
  // Who ended it by a key goes on from the row; who clicked elsewhere is elsewhere.
  const takeFocusBack = useCallback(
    (button: HTMLButtonElement | null) => {
      if (renaming === 'done by key') button?.focus()
    },
    [renaming],
  )
  if (renaming === 'yes') {
    return <RenameField conversation={conversation} onDone={(isByKey) => setRenaming(isByKey ? 'done by key' : 'no')} />
  }
  return (
    <li className={`${styles.row} ${isOpen ? styles.open : ''}`}>
      <button
        ref={takeFocusBack}
        type="button"
        data-row
        dir="auto"
        tabIndex={isReachable ? 0 : -1}
        aria-current={isOpen ? 'page' : undefined}
        aria-describedby={mark === undefined ? undefined : markId}
        className={styles.title}
        onClick={() => void open(conversation.id)}
        onKeyDown={onKeyDown}
      >
        {title}
      </button>
      {mark !== undefined && (
        <span id={markId} title={t(`history.marks.${mark}`)} className={styles[mark]}>
          {t(`history.marks.${mark}`)}
        </span>
      )}
      <MenuTrigger>
        <IconButton size="small" label={t('history.more', { title })} excludeFromTabOrder={!isReachable}>
          <Ellipsis size={16} aria-hidden />
        </IconButton>
        <Menu>
          <MenuItem onAction={() => setRenaming('yes')}>
            <Pencil size={15} aria-hidden />
            {t('history.rename')}
          </MenuItem>
          <MenuItem onAction={() => void setPinned(conversation.id, !conversation.isPinned)}>
            {conversation.isPinned ? <PinOff size={15} aria-hidden /> : <Pin size={15} aria-hidden />}
            {t(conversation.isPinned ? 'history.unpin' : 'history.pin')}
          </MenuItem>
          <SaveItems conversationId={conversation.id} messageId={null} />
          <MenuItem onAction={() => void remove(conversation, deletedText)}>
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
  readonly onDone: (isByKey: boolean) => void
}

function RenameField({ conversation, onDone }: RenameFieldProps) {
  const { t } = useTranslation()
  const [title, setTitle] = useState(conversation.title)
  const field = useRef<HTMLInputElement>(null)
  // Not before: the menu that it was chosen from keeps the focus from everything else until its effects are undone.
  useEffect(() => field.current?.focus(), [])
  const save = (isByKey: boolean) => {
    onDone(isByKey)
    if (title !== conversation.title) void rename(conversation.id, title)
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
        ref={field}
        dir="auto"
        className={styles.field}
        aria-label={t('history.renameLabel')}
        maxLength={longestShortText}
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
