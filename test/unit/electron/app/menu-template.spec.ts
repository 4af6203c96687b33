// The native menu of each system, looked at without a system: words, keys, and what is where.

import { expect, test } from '@playwright/test'
import type { MenuItemConstructorOptions } from 'electron'
import { buildMenuTemplate } from '../../../../electron/app/menu-template.ts'
import { commandNames, type CommandName } from '../../../../shared/commands.ts'
import { systemWords } from '../../../../shared/words/system.ts'

/** Keys that Electron gives the roles by itself (its documentation of roles), on macOS and elsewhere. */
const acceleratorsByRole: Readonly<Record<string, readonly [mac: string, other: string]>> = {
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

function flattenMenu(menu: readonly MenuItemConstructorOptions[]): readonly MenuItemConstructorOptions[] {
  return menu.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flattenMenu(item.submenu) : [])])
}

function listLabelsIn(menu: readonly MenuItemConstructorOptions[], label: string): readonly (string | undefined)[] {
  return flattenMenu(menu.filter((item) => item.label === label)).map((item) => item.label ?? item.type)
}

const noop = (): void => {}

for (const isMac of [true, false]) {
  const system = isMac ? 'macOS' : 'Windows and Linux'

  for (const words of Object.values(systemWords)) {
    test(`on ${system} every item is in our words, under “${words.menu.edit}”`, () => {
      const ownLabels = new Set(Object.values({ ...words.roles, ...words.commands, ...words.menu }).map(String))
      const items = flattenMenu(buildMenuTemplate(words, isMac, noop)).filter(({ type }) => type !== 'separator')
      expect(items.filter(({ label }) => label === undefined || !ownLabels.has(label))).toEqual([])
    })
  }

  test(`on ${system} no key is there twice`, () => {
    const keys = flattenMenu(buildMenuTemplate(systemWords.en, isMac, noop)).flatMap(({ accelerator, role }) => {
      const key = accelerator ?? acceleratorsByRole[role ?? '']?.[isMac ? 0 : 1]
      return key === undefined ? [] : [key.split('+').toSorted().join('+')]
    })
    expect(keys.toSorted()).toEqual([...new Set(keys)].toSorted())
  })

  test(`on ${system} every command is there once and tells its name`, () => {
    const chosen: CommandName[] = []
    const menu = flattenMenu(buildMenuTemplate(systemWords.en, isMac, (name) => chosen.push(name)))
    // What Electron would hand to a click is not looked at.
    for (const { click } of menu) if (click !== undefined) Reflect.apply(click, undefined, [])
    expect(chosen.toSorted()).toEqual([...commandNames].toSorted())
  })

  test(`on ${system} the menu shows the window's keys without listening for them`, () => {
    const itemsWithAccelerator = flattenMenu(buildMenuTemplate(systemWords.en, isMac, noop)).filter(
      ({ accelerator }) => accelerator !== undefined,
    )
    expect(itemsWithAccelerator.map(({ registerAccelerator }) => registerAccelerator)).toEqual(itemsWithAccelerator.map(() => false))
    expect(itemsWithAccelerator.map(({ accelerator }) => accelerator)).not.toContain('Escape')
  })

  test(`on ${system} there is no way to reload the page or to open the tools of developers`, () => {
    const roles = flattenMenu(buildMenuTemplate(systemWords.en, isMac, noop)).map(({ role }) => role)
    for (const role of ['reload', 'forceReload', 'toggleDevTools', 'viewMenu']) expect(roles).not.toContain(role)
  })
}

test('macOS has the settings and the end in the menu of the app', () => {
  const menu = buildMenuTemplate(systemWords.en, true, noop)
  expect(menu.map(({ label }) => label)).toEqual(['Parley', 'File', 'Edit', 'Conversation', 'View', 'Window', 'Help'])
  const { roles, commands, menu: titles } = systemWords.en
  const ownLabels = [titles.application, commands.about, 'separator', commands.settings, 'separator', roles.services, 'separator']
  const rest = [roles.hide, roles.hideOthers, roles.unhide, 'separator', roles.quit]
  expect(listLabelsIn(menu, 'Parley')).toEqual([...ownLabels, ...rest])
})

test('Windows and Linux have the settings and the end under File, and About under Help', () => {
  const menu = buildMenuTemplate(systemWords.en, false, noop)
  expect(menu.map(({ label }) => label)).toEqual(['File', 'Edit', 'Conversation', 'View', 'Help'])
  const { roles, commands } = systemWords.en
  expect(listLabelsIn(menu, 'File')).toEqual([
    'File',
    commands.newConversation,
    commands.saveMarkdown,
    commands.saveJson,
    commands.settings,
    'separator',
    roles.close,
    roles.quit,
  ])
  expect(listLabelsIn(menu, 'Help').at(-1)).toBe(commands.about)
})
