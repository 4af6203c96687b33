// Asks, by the system's own dialog, where a file is to be saved.

import { dialog, type BrowserWindow } from 'electron'

/** A path; null when the person would rather not save it. The name is only proposed. */
export async function chooseFile(name: string, window: BrowserWindow | null): Promise<string | null> {
  const options = { defaultPath: name }
  const { canceled, filePath } = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options))
  return canceled || filePath === '' ? null : filePath
}
