// Answers the key window's calls, and closes it once the key is saved.

import type { WindowManager } from '../app/window-manager.ts'
import type { Parts } from '../parts.ts'
import type { Handlers } from './ipc.ts'
import type { KeyCalls } from '../../shared/contract.ts'
import { succeeded } from '../../shared/failures.ts'

interface KeyHandlerOptions {
  readonly parts: Promise<Pick<Parts, 'keys'>>
  readonly windows: Pick<WindowManager, 'key' | 'keyPurpose'>
}

export function createKeyHandlers({ parts, windows }: KeyHandlerOptions): Handlers<KeyCalls> {
  return {
    'key.windowInfo': async () => succeeded((await parts).keys.getWindowInfo(windows.keyPurpose())),
    'key.save': async (request) => {
      const keyWindow = windows.key()
      const purpose = windows.keyPurpose()
      const cancelled = new AbortController()
      // Stays in force after the reply, while the system still asks whether the key may be saved.
      keyWindow?.once('closed', () => cancelled.abort())
      const { keys } = await parts
      const reply = await keys.save(request, purpose, { signal: cancelled.signal, onSavedLate: () => keyWindow?.destroy() })
      // The reply must reach the window before it closes.
      if (reply.ok) setImmediate(() => keyWindow?.destroy())
      return reply
    },
  }
}
