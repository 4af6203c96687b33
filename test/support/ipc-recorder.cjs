// Loaded by real Electron before the app, for launch-on-electron.ts: records IPC messages and calls to the desktop, and lets the
// test answer dialogs. The stand-in does the same by itself.

const { app, dialog, ipcMain, shell } = require('electron')

const messages = []
const calls = []
const queuedAnswers = []
const openDialogs = []

globalThis.ipcRecorder = {
  messages,
  calls,
  answer: (answer) => {
    const next = openDialogs.shift()
    if (next === undefined) queuedAnswers.push(answer)
    else next(answer)
  },
}

const record = (direction, kind, channel, values, windowUrl) =>
  messages.push({ direction, kind, channel, text: JSON.stringify(values) ?? '', windowUrl })

const handle = ipcMain.handle.bind(ipcMain)
ipcMain.handle = (channel, handler) =>
  handle(channel, async (event, ...args) => {
    record('to-main', 'invoke', channel, args, event.sender.getURL())
    const reply = await handler(event, ...args)
    record('to-window', 'reply', channel, reply, event.sender.getURL())
    return reply
  })

app.on('web-contents-created', (_event, contents) => {
  const send = contents.send.bind(contents)
  contents.on('ipc-message', (_sent, channel, ...args) => record('to-main', 'send', channel, args, contents.getURL()))
  contents.send = (channel, ...args) => {
    record('to-window', 'send', channel, args, contents.getURL())
    send(channel, ...args)
  }
})

const requestAnswer = (call) => {
  calls.push(call)
  return queuedAnswers.length > 0 ? Promise.resolve(queuedAnswers.shift()) : new Promise((resolve) => openDialogs.push(resolve))
}

shell.openExternal = async (url) => void calls.push({ kind: 'open-external', url })
shell.openPath = async (path) => (calls.push({ kind: 'open-path', path }), '')
shell.showItemInFolder = (path) => void calls.push({ kind: 'show-in-folder', path })
dialog.showErrorBox = (title, content) => void calls.push({ kind: 'error-box', title, content })
dialog.showMessageBox = async (...args) => {
  const options = args.at(-1)
  const answer = await requestAnswer({ kind: 'message-box', options })
  const isButton = answer.kind === 'button'
  return { response: isButton ? answer.index : (options.cancelId ?? 0), checkboxChecked: isButton && answer.isChecked === true }
}
dialog.showSaveDialog = async (...args) => {
  const answer = await requestAnswer({ kind: 'save-dialog', options: args.at(-1) })
  const filePath = answer.kind === 'files' ? answer.paths[0] : undefined
  return { canceled: filePath === undefined, filePath: filePath ?? '' }
}
dialog.showOpenDialog = async (...args) => {
  const answer = await requestAnswer({ kind: 'open-dialog', options: args.at(-1) })
  return { canceled: answer.kind !== 'files', filePaths: answer.kind === 'files' ? [...answer.paths] : [] }
}
