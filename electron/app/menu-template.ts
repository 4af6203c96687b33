// What stands in the native menu of each system, in our words. Without Electron, so that it can be looked at in plain Node.

import type { MenuItemConstructorOptions } from 'electron'
import { getAccelerator, commandNames, getMenuName, type CommandName, type MenuName } from '../../shared/commands.ts'
import type { SystemWords } from '../../shared/words/system.ts'

type Item = MenuItemConstructorOptions
type RoleName = keyof SystemWords['roles']

const separator: Item = { type: 'separator' }

/** Roles keep their own keys; Electron's labels for them are English, so each has ours. `choose` hears which command was chosen. */
export function buildMenuTemplate(words: SystemWords, isMac: boolean, onCommand: (name: CommandName) => void): Item[] {
  const role = (name: RoleName): Item => ({ role: name, label: words.roles[name] })
  const roles = (...names: readonly RoleName[]): readonly Item[] => names.map(role)
  const command = (name: CommandName): Item => {
    const accelerator = getAccelerator(name, isMac)
    const item: Item = { id: name, label: words.commands[name], click: () => onCommand(name) }
    // A bare key belongs to what has the focus: Escape closes dialogs and clears fields before it stops an answer.
    if (accelerator === null || !accelerator.includes('+')) return item
    // The page hears a key first and takes it (renderer/shell/shortcuts.ts). macOS gives the menu only what the page did not take; Windows
    // and Linux show the key without listening for it. So no key does its thing twice.
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
  // No "reload" and no "developer tools": nothing a person needs, and one a stranger could talk them into.
  if (!isMac) {
    const file = menu(titles.file, commandItems('file'), roles('close', 'quit'))
    return [file, edit, conversation, view, menu(titles.help, commandItems('help'))]
  }
  return [
    // About stands over everything else there, and the settings below it.
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
