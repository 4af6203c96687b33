// Keys as they are pressed and as they are written: reads Electron's way of naming them, and says them in the language of the window.

import { acceleratorOf, commandNames, type CommandName } from '../../shared/commands.ts'
import { say } from '../i18n/i18n.ts'

export const isMac = navigator.platform.startsWith('Mac')

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

/** The command whose key this is. */
export function commandAt(pressed: Pressed): CommandName | null {
  return commandNames.find((name) => isKey(pressed, acceleratorOf(name, isMac))) ?? null
}

function isKey(pressed: Pressed, accelerator: string | null): boolean {
  if (accelerator === null) return false
  const parts = accelerator.split('+')
  const key = parts.at(-1) ?? ''
  const wantsMain = parts.includes('CommandOrControl')
  const [main, other] = isMac ? [pressed.metaKey, pressed.ctrlKey] : [pressed.ctrlKey, pressed.metaKey]
  if (main !== wantsMain || other || pressed.altKey || pressed.key.toLowerCase() !== key.toLowerCase()) return false
  // On many keyboards a mark is reached with Shift: "/" is Shift+7 on a German one.
  return !/^[a-z]+$/i.test(key) || pressed.shiftKey === parts.includes('Shift')
}

const macSigns: Readonly<Record<string, string>> = { CommandOrControl: '⌘', Shift: '⇧', Alt: '⌥' }

/** As it is written on the keys: "⇧⌘F" on macOS, "Ctrl+Shift+F" elsewhere. */
export function written(accelerator: string): string {
  const parts = accelerator.split('+')
  if (!isMac) return parts.map(named).join('+')
  const signs = parts.slice(0, -1).map((part) => macSigns[part] ?? part)
  return [...signs.toReversed(), named(parts.at(-1) ?? '')].join('')
}

function named(part: string): string {
  switch (part) {
    case 'CommandOrControl':
      return say('shortcuts.control')
    case 'Shift':
      return say('shortcuts.shift')
    case 'Enter':
      return say('shortcuts.enter')
    case 'Escape':
      return say('shortcuts.escape')
    case 'Home':
      return say('shortcuts.home')
    case 'End':
      return say('shortcuts.end')
    case 'PageUp':
      return say('shortcuts.pageUp')
    case 'PageDown':
      return say('shortcuts.pageDown')
    case 'Delete':
      return say('shortcuts.delete')
    default:
      return arrows[part] ?? part
  }
}

const arrows: Readonly<Record<string, string>> = { Up: '↑', Down: '↓', Left: '←', Right: '→' }
