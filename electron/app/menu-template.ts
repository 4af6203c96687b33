// The native menu of each system, with our own labels. Does not import Electron, so that specs can read it in plain Node.

import type { MenuItemConstructorOptions } from 'electron'
import { getAccelerator, commandNames, getMenuName, type CommandName, type MenuName } from '../../shared/commands.ts'
import type { SystemWords } from '../../shared/words/words.ts'

type Item = MenuItemConstructorOptions
type RoleName = keyof SystemWords['roles']

const separator: Item = { type: 'separator' }

/** Roles keep Electron's shortcuts but get our labels, because Electron's are English. `onCommand` is called with the chosen command. */
export function buildMenuTemplate(words: SystemWords, isMac: boolean, onCommand: (name: CommandName) => void): Item[] {
  const role = (name: RoleName): Item => ({ role: name, label: words.roles[name] })
  const roles = (...names: readonly RoleName[]): readonly Item[] => names.map(role)
  const command = (name: CommandName): Item => {
    const accelerator = getAccelerator(name, isMac)
    const item: Item = { id: name, label: words.commands[name], click: () => onCommand(name) }
    // A key without modifiers belongs to the focused element: Escape closes dialogs and clears fields before it stops an answer.
    if (accelerator === null || !accelerator.includes('+')) return item
    // The page handles the shortcut (renderer/shell/shortcuts.ts), and the menu only displays it, so that it runs once: macOS gives the menu
    // only keys that the page did not handle, and on Windows and Linux registerAccelerator: false keeps the menu from listening.
    return { ...item, accelerator, registerAccelerator: false }
  }
  const commandItems = (menu: MenuName): readonly Item[] => commandNames.filter((name) => getMenuName(name, isMac) === menu).map(command)
  const menu = (label: string, ...groups: readonly (readonly Item[])[]): Item => ({
    label,
    submenu: groups.filter((group) => group.length > 0).flatMap((group, index) => (index === 0 ? [...group] : [separator, ...group])),
  })
  const { menu: titles } = words

  const view = menu(titles.view, commandItems('view'), roles('resetZoom', 'zoomIn', 'zoomOut'), roles('togglefullscreen'))
  const edit = menu(
    titles.edit,
    roles('undo', 'redo'),
    roles('cut', 'copy', 'paste', 'pasteAndMatchStyle', 'delete', 'selectAll'),
    commandItems('edit'),
  )
  const conversation = menu(titles.conversation, commandItems('conversation'))
  // No Reload and no Developer Tools: people don't need them, and a scammer could talk them into using them.
  if (!isMac) {
    const file = menu(titles.file, commandItems('file'), roles('close', 'quit'))
    return [file, edit, conversation, view, menu(titles.help, commandItems('help'))]
  }
  return [
    // macOS convention: About first, then the settings.
    menu(
      titles.application,
      [command('about')],
      commandItems('application').filter(({ id }) => id !== 'about'),
      roles('services'),
      roles('hide', 'hideOthers', 'unhide'),
      roles('quit'),
    ),
    menu(titles.file, commandItems('file'), roles('close')),
    edit,
    conversation,
    view,
    { ...menu(titles.window, roles('minimize', 'zoom'), roles('front')), role: 'window' },
    { ...menu(titles.help, commandItems('help')), role: 'help' },
  ]
}
