// Files and texts as a person gives them to the prompt box. Hides where the files lie and the browser's events.

import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from '@playwright/test'
import { createTempFolder } from './temp-folder.ts'

export interface InputFile {
  readonly name: string
  readonly bytes: string | Uint8Array
}

/** Writes the files where the browser can read them, until this process ends. */
export function writeInputFiles(files: readonly InputFile[]): readonly string[] {
  const folder = createTempFolder('parley-files-').path
  // The stand-in's browser runs as another user.
  chmodSync(folder, 0o755)
  return files.map(({ name, bytes }) => {
    writeFileSync(join(folder, name), bytes)
    return join(folder, name)
  })
}

/**
 * Hands a file to a field by an event, as the browser does when it is dropped or pasted. Returns whether the page took it.
 * @param text the text on the clipboard beside the file
 */
export function dispatchFile(field: Locator, kind: 'drop' | 'paste', { name, bytes }: InputFile, text = ''): Promise<boolean> {
  return field.evaluate(
    (element, [type, fileName, content, clipboardText]) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([Uint8Array.from(atob(content), (character) => character.charCodeAt(0))], fileName))
      if (clipboardText !== '') dataTransfer.setData('text/plain', clipboardText)
      const init = { bubbles: true, cancelable: true }
      const event =
        type === 'drop'
          ? new DragEvent('drop', { ...init, dataTransfer })
          : new ClipboardEvent('paste', { ...init, clipboardData: dataTransfer })
      return !element.dispatchEvent(event)
    },
    [kind, name, Buffer.from(bytes).toString('base64'), text] as const,
  )
}

/** Pastes a text into a field by an event, past the system's clipboard. */
export function pasteText(field: Locator, text: string): Promise<void> {
  return field.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
}
