// What `import … from 'electron'` means on the stand-in: just what the app uses, checked against Electron's own types.

import { app } from './app.ts'
import { onWindowMade } from './browser-window.ts'
import { refusable } from './events.ts'
import { startDeciding } from './requests.ts'
import { onThemeChange } from './theme.ts'
import { allContents } from './web-contents.ts'

export { app } from './app.ts'
export { BrowserWindow } from './browser-window.ts'
export { ipcMain } from './ipc-main.ts'
export { clipboard, dialog, shell } from './outside.ts'
export { protocol, session } from './session.ts'
export { Menu, net, powerMonitor, screen } from './system.ts'
export { nativeTheme } from './theme.ts'
export { utilityProcess } from './utility-process.ts'

startDeciding()
onThemeChange(() => {
  for (const contents of allContents()) contents.applyColourScheme()
})
onWindowMade((window) => {
  app.emit('web-contents-created', refusable({}), window.webContents)
  app.emit('browser-window-created', refusable({}), window)
  for (const name of ['focus', 'blur'] as const) window.on(name, () => app.emit(`browser-window-${name}`, refusable({}), window))
  window.webContents.on('render-process-gone', (event, details) => app.emit('render-process-gone', event, window.webContents, details))
})
