// The native menu of each system: labels, shortcuts and order.

import { expect, test } from '@playwright/test'
import type { MenuItemConstructorOptions } from 'electron'
import { buildMenuTemplate } from '../../../../electron/app/menu-template.ts'
import { commandNames, type CommandName } from '../../../../shared/commands.ts'
import { getLanguageEntry, languages } from '../../../../shared/language.ts'
import { system as systemWords } from '../../../../shared/words/en/system.ts'

/** The shortcuts that Electron gives to roles, from its documentation, on macOS and elsewhere. */
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

  test.describe(`menu on ${system}`, () => {
    for (const words of languages.map((language) => getLanguageEntry(language).system)) {
      test(`labels every item itself, as in “${words.menu.edit}”`, () => {
        const ownLabels = new Set(Object.values({ ...words.roles, ...words.commands, ...words.menu }).map(String))
        const items = flattenMenu(buildMenuTemplate(words, isMac, noop)).filter(({ type }) => type !== 'separator')
        expect(items.filter(({ label }) => label === undefined || !ownLabels.has(label))).toEqual([])
      })
    }

    test('uses no shortcut twice', () => {
      const keys = flattenMenu(buildMenuTemplate(systemWords, isMac, noop)).flatMap(({ accelerator, role }) => {
        const key = accelerator ?? acceleratorsByRole[role ?? '']?.[isMac ? 0 : 1]
        return key === undefined ? [] : [key.split('+').toSorted().join('+')]
      })
      expect(keys.toSorted()).toEqual([...new Set(keys)].toSorted())
    })

    test('has every command once and reports its name', () => {
      const chosen: CommandName[] = []
      const menu = flattenMenu(buildMenuTemplate(systemWords, isMac, (name) => chosen.push(name)))
      // The handlers ignore the arguments that Electron passes.
      for (const { click } of menu) if (click !== undefined) Reflect.apply(click, undefined, [])
      expect(chosen.toSorted()).toEqual([...commandNames].toSorted())
    })

    test("displays the window's shortcuts without handling them", () => {
      const itemsWithAccelerator = flattenMenu(buildMenuTemplate(systemWords, isMac, noop)).filter(
        ({ accelerator }) => accelerator !== undefined,
      )
      expect(itemsWithAccelerator.map(({ registerAccelerator }) => registerAccelerator)).toEqual(itemsWithAccelerator.map(() => false))
      expect(itemsWithAccelerator.map(({ accelerator }) => accelerator)).not.toContain('Escape')
    })

    test('has no Reload and no Developer Tools', () => {
      const roles = flattenMenu(buildMenuTemplate(systemWords, isMac, noop)).map(({ role }) => role)
      for (const role of ['reload', 'forceReload', 'toggleDevTools', 'viewMenu']) expect(roles).not.toContain(role)
    })
  })
}

test.describe('menu on macOS', () => {
  test('has the settings and Quit in the app menu', () => {
    const menu = buildMenuTemplate(systemWords, true, noop)
    expect(menu.map(({ label }) => label)).toEqual(['Parley', 'File', 'Edit', 'Conversation', 'View', 'Window', 'Help'])
    const { roles, commands, menu: titles } = systemWords
    const ownLabels = [titles.application, commands.about, 'separator', commands.settings, 'separator', roles.services, 'separator']
    const rest = [roles.hide, roles.hideOthers, roles.unhide, 'separator', roles.quit]
    expect(listLabelsIn(menu, 'Parley')).toEqual([...ownLabels, ...rest])
  })
})

test.describe('menu on Windows and Linux', () => {
  test('has the settings and Quit under File, and About under Help', () => {
    const menu = buildMenuTemplate(systemWords, false, noop)
    expect(menu.map(({ label }) => label)).toEqual(['File', 'Edit', 'Conversation', 'View', 'Help'])
    const { roles, commands } = systemWords
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
})
