// Lets the floor's page ask for an answer and hear its words.

const { contextBridge, ipcRenderer } = require('electron')

contextBridge.exposeInMainWorld('floor', {
  read: (request, hear) => {
    ipcRenderer.removeAllListeners('text')
    ipcRenderer.on('text', (_event, text) => hear(text))
    return ipcRenderer.invoke('read', request)
  },
})
