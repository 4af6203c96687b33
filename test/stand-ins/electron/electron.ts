// The stand-in for Electron: a module that implements the part of Electron's API that Parley uses, over Node and an installed

import { app } from './app.ts'
import { onWindowCreated } from './browser-window.ts'
import { createPreventableEvent } from './events.ts'
import { startRequestHandling } from './requests.ts'
import { onThemeChange } from './theme.ts'
import { getAllContents } from './web-contents.ts'

export { app } from './app.ts'
export { BrowserWindow } from './browser-window.ts'
export { ipcMain } from './ipc-main.ts'
export { clipboard, dialog, shell } from './desktop.ts'
export { protocol, session } from './session.ts'
export { Menu, net, powerMonitor, screen } from './system.ts'
export { nativeTheme } from './theme.ts'
export { utilityProcess } from './utility-process.ts'

startRequestHandling()
onThemeChange(() => {
  for (const contents of getAllContents()) contents.applyColourScheme()
})
onWindowCreated((window) => {
  app.emit('web-contents-created', createPreventableEvent({}), window.webContents)
  app.emit('browser-window-created', createPreventableEvent({}), window)
  for (const name of ['focus', 'blur'] as const)
    window.on(name, () => app.emit(`browser-window-${name}`, createPreventableEvent({}), window))
  window.webContents.on('render-process-gone', (event, details) => app.emit('render-process-gone', event, window.webContents, details))
})
