// The window: history on the left, the conversation in the middle, notices on top. Hides what is loaded later and the shortcuts.

import { lazy, Suspense } from 'react'
import { Chat } from './chat/Chat.tsx'
import { Sidebar } from './history/Sidebar.tsx'
import { NoticeBar } from './NoticeBar.tsx'
import { useShortcuts } from './shortcuts.ts'
import { useWindow } from './store.ts'
import { Toast } from './ui/Toast.tsx'
import styles from './App.module.css'

const Picker = lazy(async () => ({ default: (await import('./models/Picker.tsx')).Picker }))
const Settings = lazy(async () => ({ default: (await import('./settings/Settings.tsx')).Settings }))

export function App() {
  const start = useWindow((state) => state.start.kind)
  const dialog = useWindow((state) => state.dialog)
  const isSidebarOpen = useWindow((state) => state.isSidebarOpen)
  useShortcuts()
  return (
    <div className={styles.window}>
      <NoticeBar />
      <div className={styles.body}>
        {isSidebarOpen && <Sidebar />}
        {start === 'starting' ? <main className={styles.main} aria-busy /> : <Chat />}
      </div>
      <Suspense>
        {dialog === 'models' && <Picker />}
        {dialog === 'settings' && <Settings />}
      </Suspense>
      <Toast />
    </div>
  )
}
