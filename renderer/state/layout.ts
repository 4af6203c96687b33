// Slice: which dialog is open, whether the sidebar is shown, and which commands the palette lists first.

import type { CommandName } from '../../shared/commands.ts'
import { createSlice } from './slice.ts'

export type SettingsPage = 'key' | 'servers' | 'history' | 'instructions' | 'appearance' | 'privacy' | 'about'

/** The dialogs that open without an argument. */
export type DialogName =
  | 'models'
  /** The models that can read images. */
  | 'vision-models'
  /** The models, of which several are to answer the next prompt. */
  | 'compare'
  | 'instructions'
  | 'palette'
  | 'shortcuts'
  | 'report'

export type OpenDialog =
  | { readonly kind: 'none' | DialogName }
  | { readonly kind: 'settings'; readonly page: SettingsPage }
  /** The models, of which one is to answer this prompt once more. */
  | { readonly kind: 'retry'; readonly promptId: string }

interface Layout {
  readonly dialog: OpenDialog
  readonly isSidebarOpen: boolean
  /** Commands that were chosen in the palette since the window opened, the last one first. */
  readonly recentCommands: readonly CommandName[]
}

const slice = createSlice<Layout>({ dialog: { kind: 'none' }, isSidebarOpen: true, recentCommands: [] })

export const useLayout = slice.use

export function getDialog(): OpenDialog {
  return slice.get().dialog
}

export function openDialog(kind: DialogName): void {
  slice.set({ dialog: { kind } })
}

/** Opens the picker for the model that is to answer this prompt once more. */
export function openRetryDialog(promptId: string): void {
  slice.set({ dialog: { kind: 'retry', promptId } })
}

/** Opens the settings at a page. Without one: at the page that is open, or at the first one. */
export function openSettings(page?: SettingsPage): void {
  const { dialog } = slice.get()
  slice.set({ dialog: { kind: 'settings', page: page ?? (dialog.kind === 'settings' ? dialog.page : 'key') } })
}

export function closeDialog(): void {
  slice.set({ dialog: { kind: 'none' } })
}

export function setSidebarOpen(isSidebarOpen: boolean): void {
  slice.set({ isSidebarOpen })
}

export function toggleSidebar(): void {
  setSidebarOpen(!slice.get().isSidebarOpen)
}

export function recordCommand(name: CommandName): void {
  slice.set({ recentCommands: [name, ...slice.get().recentCommands.filter((each) => each !== name)] })
}
