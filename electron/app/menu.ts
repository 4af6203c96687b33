// Sets the native menu; macOS has no Copy and Paste without one. What stands in it: menu-template.ts.

import { Menu } from 'electron'
import { buildMenuTemplate } from './menu-template.ts'
import type { CommandName } from '../../shared/commands.ts'
import type { SystemWords } from '../../shared/words/system.ts'

export function setMenu(words: SystemWords, isMac: boolean, onCommand: (name: CommandName) => void): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(buildMenuTemplate(words, isMac, onCommand)))
}
