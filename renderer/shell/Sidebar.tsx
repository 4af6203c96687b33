// History on the left: search on top, then pinned conversations, then the others by day.

import { PanelLeft, Settings, SquarePen } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { runCommand } from '../commands/commands.ts'
import { openSettings, setSidebarOpen } from '../state/layout.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { ConversationList } from '../history/ConversationList.tsx'
import { SearchBox } from '../history/SearchBox.tsx'
import { SearchHits } from '../history/SearchHits.tsx'
import styles from './Sidebar.module.css'

export function Sidebar() {
  const { t } = useTranslation()
  const [query, setQuery] = useState('')
  return (
    <nav className={styles.sidebar} aria-label={t('history.title')}>
      <div className={styles.head}>
        <span className={styles.name}>Parley</span>
        <IconButton label={t('history.newConversation')} onPress={() => runCommand('newConversation')}>
          <SquarePen size={18} aria-hidden />
        </IconButton>
        <IconButton label={t('history.hide')} onPress={() => setSidebarOpen(false)}>
          <PanelLeft size={18} aria-hidden data-directional />
        </IconButton>
      </div>
      <SearchBox query={query} onQueryChange={setQuery} />
      <div className={styles.list}>{query.trim() === '' ? <ConversationList /> : <SearchHits query={query.trim()} />}</div>
      <div className={styles.foot}>
        <Button kind="ghost" onPress={() => openSettings()}>
          <Settings size={17} aria-hidden />
          {t('settings.title')}
        </Button>
      </div>
    </nav>
  )
}
