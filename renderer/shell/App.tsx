// The window: history on the left, the conversation in the middle, notices on top. Hides what is loaded later and the shortcuts.

import { lazy, Suspense } from 'react'
import { Chat } from './Chat.tsx'
import { Sidebar } from './Sidebar.tsx'
import { NoticeBar } from './NoticeBar.tsx'
import { useShortcuts } from './shortcuts.ts'
import { setState, useStore } from '../state/store.ts'
import { useFocusRecovery } from '../ui/use-focus-recovery.ts'
import { useNarrowWindow } from '../ui/use-narrow-window.ts'
import styles from './App.module.css'

const ModelPicker = lazy(async () => ({ default: (await import('../models/ModelPicker.tsx')).ModelPicker }))
const InstructionsDialog = lazy(async () => ({ default: (await import('../composer/InstructionsDialog.tsx')).InstructionsDialog }))
const Settings = lazy(async () => ({ default: (await import('../settings/Settings.tsx')).Settings }))
const Palette = lazy(async () => ({ default: (await import('../commands/Palette.tsx')).Palette }))
const Shortcuts = lazy(async () => ({ default: (await import('../commands/Shortcuts.tsx')).Shortcuts }))
const ReportDialog = lazy(async () => ({ default: (await import('../settings/ReportDialog.tsx')).ReportDialog }))

export function App() {
  const start = useStore((state) => state.start.kind)
  const dialog = useStore((state) => state.dialog)
  const isSidebarOpen = useStore((state) => state.isSidebarOpen)
  useShortcuts()
  useFocusRecovery('[data-home]')
  useNarrowWindow(showSidebarIfWide)
  return (
    <div className={styles.window}>
      <NoticeBar />
      <div className={styles.body}>
        {isSidebarOpen && <Sidebar />}
        {start === 'starting' ? <Skeleton /> : <Chat />}
      </div>
      <Suspense>
        {(dialog === 'models' || dialog === 'vision-models' || dialog === 'retry' || dialog === 'compare') && <ModelPicker />}
        {dialog === 'settings' && <Settings />}
        {dialog === 'instructions' && <InstructionsDialog />}
        {dialog === 'palette' && <Palette />}
        {dialog === 'shortcuts' && <Shortcuts />}
        {dialog === 'report' && <ReportDialog onClose={() => setState({ dialog: 'none' })} />}
      </Suspense>
    </div>
  )
}

/** The history goes when the window gets narrow, and comes back with the room; in between its button decides. */
function showSidebarIfWide(isNarrow: boolean): void {
  setState({ isSidebarOpen: !isNarrow })
}

/** The same as in index.html, until the first screen's data is there. */
function Skeleton() {
  return (
    <main className="skeleton-main" aria-busy>
      <div className="skeleton-prompt" />
    </main>
  )
}
