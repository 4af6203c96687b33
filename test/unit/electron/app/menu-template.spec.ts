// The native menu of each system, looked at without a system: words, keys, and what is where.

import { expect, test } from '@playwright/test'
import type { MenuItemConstructorOptions } from 'electron'
import { menuTemplate } from '../../../../electron/app/menu-template.ts'
import { commandNames, type CommandName } from '../../../../shared/commands.ts'
import { systemWords } from '../../../../shared/words/system.ts'

/** Keys that Electron gives the roles by itself (its documentation of roles), on macOS and elsewhere. */
const keysOfRoles: Readonly<Record<string, readonly [mac: string, other: string]>> = {
  undo: ['CommandOrControl+Z', 'CommandOrControl+Z'],
  redo: ['Shift+CommandOrControl+Z', 'CommandOrControl+Y'],
  cut: ['CommandOrControl+X', 'CommandOrControl+X'],
  copy: ['CommandOrControl+C', 'CommandOrControl+C'],
  paste: ['CommandOrControl+V', 'CommandOrControl+V'],
  pasteAndMatchStyle: ['CommandOrControl+Alt+Shift+V', 'CommandOrControl+Shift+V'],
  selectAll: ['CommandOrControl+A', 'CommandOrControl+A'],
  resetZoom: ['CommandOrControl+0', 'CommandOrControl+0'],
  zoomIn: ['CommandOrControl+Plus', 'CommandOrControl+Plus'],
  zoomOut: ['CommandOrControl+-', 'CommandOrControl+-'],
  togglefullscreen: ['Control+CommandOrControl+F', 'F11'],
  minimize: ['CommandOrControl+M', 'CommandOrControl+M'],
  close: ['CommandOrControl+W', 'CommandOrControl+W'],
  quit: ['CommandOrControl+Q', 'CommandOrControl+Q'],
  hide: ['CommandOrControl+H', 'CommandOrControl+H'],
  hideOthers: ['CommandOrControl+Alt+H', 'CommandOrControl+Alt+H'],
}

function itemsOf(menu: readonly MenuItemConstructorOptions[]): readonly MenuItemConstructorOptions[] {
  return menu.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? itemsOf(item.submenu) : [])])
}

function labelsIn(menu: readonly MenuItemConstructorOptions[], label: string): readonly (string | undefined)[] {
  return itemsOf(menu.filter((item) => item.label === label)).map((item) => item.label ?? item.type)
}

const noOne = (): void => {}

for (const isMac of [true, false]) {
  const system = isMac ? 'macOS' : 'Windows and Linux'

  for (const words of Object.values(systemWords)) {
    test(`on ${system} every item is in our words, under “${words.menu.edit}”`, () => {
      const own = new Set(Object.values({ ...words.roles, ...words.commands, ...words.menu }).map(String))
      const items = itemsOf(menuTemplate(words, isMac, noOne)).filter(({ type }) => type !== 'separator')
      expect(items.filter(({ label }) => label === undefined || !own.has(label))).toEqual([])
    })
  }

  test(`on ${system} no key is there twice`, () => {
    const keys = itemsOf(menuTemplate(systemWords.en, isMac, noOne)).flatMap(({ accelerator, role }) => {
      const key = accelerator ?? keysOfRoles[role ?? '']?.[isMac ? 0 : 1]
      return key === undefined ? [] : [key.split('+').toSorted().join('+')]
    })
    expect(keys.toSorted()).toEqual([...new Set(keys)].toSorted())
  })

  test(`on ${system} every command is there once and tells its name`, () => {
    const chosen: CommandName[] = []
    const menu = itemsOf(menuTemplate(systemWords.en, isMac, (name) => chosen.push(name)))
    // What Electron would hand to a click is not looked at.
    for (const { click } of menu) if (click !== undefined) Reflect.apply(click, undefined, [])
    expect(chosen.toSorted()).toEqual([...commandNames].toSorted())
  })

  test(`on ${system} the menu shows the window's keys without listening for them`, () => {
    const shown = itemsOf(menuTemplate(systemWords.en, isMac, noOne)).filter(({ accelerator }) => accelerator !== undefined)
    expect(shown.map(({ registerAccelerator }) => registerAccelerator)).toEqual(shown.map(() => false))
    expect(shown.map(({ accelerator }) => accelerator)).not.toContain('Escape')
  })

  test(`on ${system} there is no way to reload the page or to open the tools of developers`, () => {
    const roles = itemsOf(menuTemplate(systemWords.en, isMac, noOne)).map(({ role }) => role)
    for (const role of ['reload', 'forceReload', 'toggleDevTools', 'viewMenu']) expect(roles).not.toContain(role)
  })
}

test('macOS has the settings and the end in the menu of the app', () => {
  const menu = menuTemplate(systemWords.en, true, noOne)
  expect(menu.map(({ label }) => label)).toEqual(['Parley', 'File', 'Edit', 'Conversation', 'View', 'Window', 'Help'])
  const { roles, commands, menu: titles } = systemWords.en
  const own = [titles.application, commands.about, 'separator', commands.settings, 'separator', roles.services, 'separator']
  const rest = [roles.hide, roles.hideOthers, roles.unhide, 'separator', roles.quit]
  expect(labelsIn(menu, 'Parley')).toEqual([...own, ...rest])
})

test('Windows and Linux have the settings and the end under File, and About under Help', () => {
  const menu = menuTemplate(systemWords.en, false, noOne)
  expect(menu.map(({ label }) => label)).toEqual(['File', 'Edit', 'Conversation', 'View', 'Help'])
  const { roles, commands } = systemWords.en
  expect(labelsIn(menu, 'File')).toEqual([
    'File',
    commands.newConversation,
    commands.saveMarkdown,
    commands.saveJson,
    commands.settings,
    'separator',
    roles.close,
    roles.quit,
  ])
  expect(labelsIn(menu, 'Help').at(-1)).toBe(commands.about)
})
