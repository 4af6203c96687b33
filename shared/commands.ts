// The commands of the window, with shortcut and menu, as plain data for main's native menu and for the window. The window implements them
// (renderer/commands/commands.ts); their names are in the language files (`system.commands`).

import type { SaveFormat } from './types/saving.ts'

export type MenuName = 'application' | 'file' | 'edit' | 'conversation' | 'view' | 'help'

export interface Command {
  /** In Electron's notation; null for none. A shortcut without Control or ⌘ is not shown in the menu. */
  readonly accelerator: string | null
  /** Where macOS reserves the other one. */
  readonly macAccelerator?: string
  /** Null: in the palette only. */
  readonly menu: MenuName | null
  /** Where macOS has it in another menu. */
  readonly macMenu?: MenuName
  /** For a command that saves the open conversation in a format. */
  readonly saveFormat?: SaveFormat
}

/** In the order of the menus and the palette. */
export const commands = {
  newConversation: { accelerator: 'CommandOrControl+N', menu: 'file' },
  saveMarkdown: { accelerator: 'CommandOrControl+S', menu: 'file', saveFormat: 'markdown' },
  saveJson: { accelerator: null, menu: 'file', saveFormat: 'json' },
  settings: { accelerator: 'CommandOrControl+,', menu: 'file', macMenu: 'application' },
  find: { accelerator: 'CommandOrControl+F', menu: 'edit' },
  searchHistory: { accelerator: 'CommandOrControl+Shift+F', menu: 'edit' },
  // ⌘M minimizes the window.
  chooseModel: { accelerator: 'CommandOrControl+M', macAccelerator: 'CommandOrControl+Shift+M', menu: 'conversation' },
  compare: { accelerator: null, menu: 'conversation' },
  stop: { accelerator: 'Escape', menu: 'conversation' },
  stopAll: { accelerator: null, menu: 'conversation' },
  instructions: { accelerator: null, menu: 'conversation' },
  palette: { accelerator: 'CommandOrControl+K', menu: 'view' },
  toggleHistory: { accelerator: 'CommandOrControl+B', menu: 'view' },
  shortcuts: { accelerator: 'CommandOrControl+/', menu: 'help' },
  privacy: { accelerator: null, menu: 'help' },
  report: { accelerator: null, menu: 'help' },
  about: { accelerator: null, menu: 'help', macMenu: 'application' },
} as const satisfies Readonly<Record<string, Command>>

export type CommandName = keyof typeof commands

/** The commands that save the open conversation, one for each format. */
export type SaveCommandName = {
  [Name in CommandName]: (typeof commands)[Name] extends { readonly saveFormat: SaveFormat } ? Name : never
}[CommandName]

export function isSaveCommand(name: CommandName): name is SaveCommandName {
  return 'saveFormat' in commands[name]
}

export const commandNames: readonly CommandName[] = Object.keys(commands).filter((name): name is CommandName => name in commands)

export function getAccelerator(name: CommandName, isMac: boolean): string | null {
  const { accelerator, macAccelerator }: Command = commands[name]
  return isMac ? (macAccelerator ?? accelerator) : accelerator
}

export function getMenuName(name: CommandName, isMac: boolean): MenuName | null {
  const { menu, macMenu }: Command = commands[name]
  return isMac ? (macMenu ?? menu) : menu
}
