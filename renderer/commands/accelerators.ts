// Keys as they are pressed and as they are written: reads Electron's way of naming them, and says them in the language of the window.

import { getAccelerator, commandNames, type CommandName } from '../../shared/commands.ts'
import { getInlineArrowKeys, translate } from '../i18n/i18n.ts'

export const isMac = navigator.platform.startsWith('Mac')

type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

/** The command whose key this is. */
export function findCommand(keyPress: KeyPress): CommandName | null {
  return commandNames.find((name) => matchesAccelerator(keyPress, getAccelerator(name, isMac))) ?? null
}

function matchesAccelerator(keyPress: KeyPress, accelerator: string | null): boolean {
  if (accelerator === null) return false
  const parts = accelerator.split('+')
  const key = parts.at(-1) ?? ''
  const needsPrimaryModifier = parts.includes('CommandOrControl')
  const [hasPrimaryModifier, hasOtherModifier] = isMac ? [keyPress.metaKey, keyPress.ctrlKey] : [keyPress.ctrlKey, keyPress.metaKey]
  if (
    hasPrimaryModifier !== needsPrimaryModifier ||
    hasOtherModifier ||
    keyPress.altKey ||
    keyPress.key.toLowerCase() !== key.toLowerCase()
  )
    return false
  // On many keyboards a mark is reached with Shift: "/" is Shift+7 on a German one.
  return !/^[a-z]+$/i.test(key) || keyPress.shiftKey === parts.includes('Shift')
}

const macSymbols: Readonly<Record<string, string>> = { CommandOrControl: '⌘', Shift: '⇧', Alt: '⌥' }

/** As it is written on the keys: "⇧⌘F" on macOS, "Ctrl+Shift+F" elsewhere. */
export function formatAccelerator(accelerator: string): string {
  const parts = accelerator.split('+')
  if (!isMac) return parts.map(formatKeyName).join('+')
  const symbols = parts.slice(0, -1).map((part) => macSymbols[part] ?? part)
  return [...symbols.toReversed(), formatKeyName(parts.at(-1) ?? '')].join('')
}

function formatKeyName(part: string): string {
  switch (part) {
    case 'CommandOrControl':
      return translate('shortcuts.control')
    case 'Shift':
      return translate('shortcuts.shift')
    case 'Enter':
      return translate('shortcuts.enter')
    case 'Escape':
      return translate('shortcuts.escape')
    case 'Home':
      return translate('shortcuts.home')
    case 'End':
      return translate('shortcuts.end')
    case 'PageUp':
      return translate('shortcuts.pageUp')
    case 'PageDown':
      return translate('shortcuts.pageDown')
    case 'Delete':
      return translate('shortcuts.delete')
    default:
      return arrowSymbols[toPhysicalArrow(part)] ?? part
  }
}

/** The table has the arrows for a language written from left to right. */
function toPhysicalArrow(part: string): string {
  if (getInlineArrowKeys().forward === 'ArrowRight') return part
  return part === 'Right' ? 'Left' : part === 'Left' ? 'Right' : part
}

const arrowSymbols: Readonly<Record<string, string>> = { Up: '↑', Down: '↓', Left: '←', Right: '→' }
