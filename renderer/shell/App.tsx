// The window: history on the left, the conversation in the middle, notices on top. Hides what is loaded later and the shortcuts.

import { lazy, Suspense } from 'react'
import { I18nProvider } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Chat } from './Chat.tsx'
import { Sidebar } from './Sidebar.tsx'
import { NoticeBar } from './NoticeBar.tsx'
import { useShortcuts } from './shortcuts.ts'
import { closeDialog, setSidebarOpen, useLayout } from '../state/layout.ts'
import { useStartState } from '../state/start-state.ts'
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
  const { i18n } = useTranslation()
  const start = useStartState(({ kind }) => kind)
  const dialog = useLayout((layout) => layout.dialog)
  const isSidebarOpen = useLayout((layout) => layout.isSidebarOpen)
  useShortcuts()
  useFocusRecovery('[data-prompt-box]')
  useNarrowWindow(showSidebarIfWide)
  return (
    // React Aria takes its own words and the direction of arrow keys and popovers from here, not from the system.
    <I18nProvider locale={i18n.language}>
      <div className={styles.window}>
        <NoticeBar />
        <div className={styles.body}>
          {isSidebarOpen && <Sidebar />}
          {start === 'starting' ? <Skeleton /> : <Chat />}
        </div>
        <Suspense>
          {(dialog.kind === 'models' || dialog.kind === 'vision-models' || dialog.kind === 'retry' || dialog.kind === 'compare') && (
            <ModelPicker kind={dialog.kind} />
          )}
          {dialog.kind === 'settings' && <Settings page={dialog.page} />}
          {dialog.kind === 'instructions' && <InstructionsDialog />}
          {dialog.kind === 'palette' && <Palette />}
          {dialog.kind === 'shortcuts' && <Shortcuts />}
          {dialog.kind === 'report' && <ReportDialog onClose={() => closeDialog()} />}
        </Suspense>
      </div>
    </I18nProvider>
  )
}

/** The history goes when the window gets narrow, and comes back with the room; in between its button decides. */
function showSidebarIfWide(isNarrow: boolean): void {
  setSidebarOpen(!isNarrow)
}

/** The same as in index.html, until the first screen's data is there. */
function Skeleton() {
  return (
    <main className="skeleton-main" aria-busy>
      <div className="skeleton-prompt" />
    </main>
  )
}
