// Loaded by real Electron before the app, for launch-on-electron.ts: keeps what crosses IPC and what the app asks of the desktop,
// and lets the test answer dialogs. The stand-in does the same by itself.

const { app, dialog, ipcMain, shell } = require('electron')

const messages = []
const calls = []
const given = []
const open = []

globalThis.tap = {
  messages,
  calls,
  answer: (answer) => {
    const next = open.shift()
    if (next === undefined) given.push(answer)
    else next(answer)
  },
}

const keep = (direction, kind, channel, values, windowUrl) =>
  messages.push({ direction, kind, channel, text: JSON.stringify(values) ?? '', windowUrl })

const handle = ipcMain.handle.bind(ipcMain)
ipcMain.handle = (channel, handler) =>
  handle(channel, async (event, ...args) => {
    keep('to-main', 'invoke', channel, args, event.sender.getURL())
    const reply = await handler(event, ...args)
    keep('to-window', 'reply', channel, reply, event.sender.getURL())
    return reply
  })

app.on('web-contents-created', (_event, contents) => {
  const send = contents.send.bind(contents)
  contents.on('ipc-message', (_sent, channel, ...args) => keep('to-main', 'send', channel, args, contents.getURL()))
  contents.send = (channel, ...args) => {
    keep('to-window', 'send', channel, args, contents.getURL())
    send(channel, ...args)
  }
})

const ask = (call) => {
  calls.push(call)
  return given.length > 0 ? Promise.resolve(given.shift()) : new Promise((resolve) => open.push(resolve))
}

shell.openExternal = async (url) => void calls.push({ kind: 'open-external', url })
shell.openPath = async (path) => (calls.push({ kind: 'open-path', path }), '')
shell.showItemInFolder = (path) => void calls.push({ kind: 'show-in-folder', path })
dialog.showErrorBox = (title, content) => void calls.push({ kind: 'error-box', title, content })
dialog.showMessageBox = async (...args) => {
  const options = args.at(-1)
  const chosen = await ask({ kind: 'message-box', options })
  const isButton = chosen.kind === 'button'
  return { response: isButton ? chosen.index : (options.cancelId ?? 0), checkboxChecked: isButton && chosen.isChecked === true }
}
dialog.showSaveDialog = async (...args) => {
  const chosen = await ask({ kind: 'save-dialog', options: args.at(-1) })
  const filePath = chosen.kind === 'files' ? chosen.paths[0] : undefined
  return { canceled: filePath === undefined, filePath: filePath ?? '' }
}
dialog.showOpenDialog = async (...args) => {
  const chosen = await ask({ kind: 'open-dialog', options: args.at(-1) })
  return { canceled: chosen.kind !== 'files', filePaths: chosen.kind === 'files' ? [...chosen.paths] : [] }
}
