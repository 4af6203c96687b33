// The baseline app: one empty window on the same host. With `--read` it also shows what the bare reader reads, word by word. Plain
// JavaScript, because Electron does not run TypeScript.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, BrowserWindow, ipcMain, protocol, session } from 'electron'
import { readAnswer } from './bare-reader.js'

const folder = import.meta.dirname
const readsStream = process.argv.includes('--read')

protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }])
app.on('window-all-closed', () => app.quit())
ipcMain.handle('read', (event, request) => readAnswer(request, (text) => event.sender.send('text', text)))

await app.whenReady()
session.defaultSession.protocol.handle('app', () => {
  return new Response(readFileSync(join(folder, 'index.html')), { headers: { 'content-type': 'text/html' } })
})
const preload = readsStream ? { preload: join(folder, 'preload.cjs') } : {}
const window = new BrowserWindow({ width: 1180, height: 780, show: false, webPreferences: { sandbox: true, ...preload } })
window.once('ready-to-show', () => window.show())
await window.loadURL('app://baseline/index.html')
