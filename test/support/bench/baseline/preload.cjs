// Lets the baseline app's page request an answer and receive its text.

const { contextBridge, ipcRenderer } = require('electron')

contextBridge.exposeInMainWorld('baseline', {
  read: (request, onText) => {
    ipcRenderer.removeAllListeners('text')
    ipcRenderer.on('text', (_event, text) => onText(text))
    return ipcRenderer.invoke('read', request)
  },
})
