// The native menu: editing, zoom and the window, by the system's own roles. macOS has no Copy and Paste without it.

import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { SystemWords } from './shared/words/system.ts'

export function setMenu(words: SystemWords['menu'], isMac: boolean): void {
  const application: MenuItemConstructorOptions[] = isMac ? [{ role: 'appMenu', label: words.application }] : []
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...application,
      { role: 'editMenu', label: words.edit },
      {
        label: words.view,
        // No "reload" and no "developer tools": nothing a person needs, and one a stranger could talk them into.
        submenu: [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, { type: 'separator' }, { role: 'togglefullscreen' }],
      },
      { role: 'windowMenu', label: words.window },
    ]),
  )
}
