// The window: history on the left, the conversation in the middle, notices on top. Hides what is loaded later and the shortcuts.

import { lazy, Suspense } from 'react'
import { Chat } from './Chat.tsx'
import { Sidebar } from './Sidebar.tsx'
import { NoticeBar } from './NoticeBar.tsx'
import { useShortcuts } from './shortcuts.ts'
import { change, useWindow } from '../state/store.ts'
import { useKeptFocus } from '../ui/keep-focus.ts'
import { useNarrow } from '../ui/use-narrow.ts'
import styles from './App.module.css'

const Picker = lazy(async () => ({ default: (await import('../models/Picker.tsx')).Picker }))
const InstructionsDialog = lazy(async () => ({ default: (await import('../composer/InstructionsDialog.tsx')).InstructionsDialog }))
const Settings = lazy(async () => ({ default: (await import('../settings/Settings.tsx')).Settings }))
const Palette = lazy(async () => ({ default: (await import('../commands/Palette.tsx')).Palette }))
const Shortcuts = lazy(async () => ({ default: (await import('../commands/Shortcuts.tsx')).Shortcuts }))
const ReportDialog = lazy(async () => ({ default: (await import('../settings/Report.tsx')).ReportDialog }))

export function App() {
  const start = useWindow((state) => state.start.kind)
  const dialog = useWindow((state) => state.dialog)
  const isSidebarOpen = useWindow((state) => state.isSidebarOpen)
  useShortcuts()
  useKeptFocus('[data-home]')
  useNarrow(showSidebarIfWide)
  return (
    <div className={styles.window}>
      <NoticeBar />
      <div className={styles.body}>
        {isSidebarOpen && <Sidebar />}
        {start === 'starting' ? <Skeleton /> : <Chat />}
      </div>
      <Suspense>
        {(dialog === 'models' || dialog === 'seeing-models' || dialog === 'retry' || dialog === 'compare') && <Picker />}
        {dialog === 'settings' && <Settings />}
        {dialog === 'instructions' && <InstructionsDialog />}
        {dialog === 'palette' && <Palette />}
        {dialog === 'shortcuts' && <Shortcuts />}
        {dialog === 'report' && <ReportDialog onClose={() => change({ dialog: 'none' })} />}
      </Suspense>
    </div>
  )
}

/** The history goes when the window gets narrow, and comes back with the room; in between its button decides. */
function showSidebarIfWide(isNarrow: boolean): void {
  change({ isSidebarOpen: !isNarrow })
}

/** The same as in index.html, until the first screen's data is there. */
function Skeleton() {
  return (
    <main className="skeleton-main" aria-busy>
      <div className="skeleton-prompt" />
    </main>
  )
}
