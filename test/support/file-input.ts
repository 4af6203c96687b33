// Files as a person gives them to the prompt box: chosen in the system's own box, dropped or pasted. Hides the names of the controls and
// the browser's events.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { en } from '../../shared/words/en/en.ts'

export interface InputFile {
  readonly name: string
  readonly bytes: string | Uint8Array
}

/** Chooses files in the system's own box. They are written into `folder`, which the browser's user must be able to read. */
export async function chooseFiles(chat: Page, folder: string, files: readonly InputFile[]): Promise<void> {
  const paths = files.map(({ name, bytes }) => {
    writeFileSync(join(folder, name), bytes)
    return join(folder, name)
  })
  await chat.getByRole('button', { name: en.chat.add, exact: true }).click()
  const chooser = chat.waitForEvent('filechooser')
  await chat.getByRole('menuitem', { name: en.chat.addFiles }).click()
  await (await chooser).setFiles(paths)
}

/**
 * Hands a file to the page by an event, as the browser does when one is dropped on it or pasted. Tells whether the page took it.
 * @param text what the clipboard holds beside it
 */
export function dropOrPasteFile(chat: Page, kind: 'drop' | 'paste', { name, bytes }: InputFile, text = ''): Promise<boolean> {
  return chat.getByRole('textbox', { name: en.chat.promptLabel }).evaluate(
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
