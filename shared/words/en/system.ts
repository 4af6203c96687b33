// What the system itself shows: its menu and its boxes. Main needs these words and no others. English.

export const system = {
  cannotStart: {
    title: 'Parley cannot start',
    detail: 'Part of it is missing or damaged. Installing it again may help. If you report this, mention: {{id}}',
  },

  /** The system's dialog for a page that keeps crashing. */
  crashed: {
    message: 'Parley’s window has crashed three times.',
    detail: 'Everything you wrote is saved, and so are the answers.',
    reload: 'Try again',
    quit: 'Quit',
  },

  openLink: {
    question: 'Open {{host}} in your browser?',
    detail: 'This address was written by a model. Open it only if you trust it.',
    open: 'Open in browser',
    cancel: 'Cancel',
  },

  /** In a conversation that is saved as Markdown. */
  exported: {
    you: 'You',
    author: '{{model}} at {{provider}}',
    numbered: '{{answer}} (answer {{ordinal}} of {{count}})',
    incomplete: 'The answer is not complete.',
    image: '{{width}} × {{height}} picture, {{kilobytes}} kB',
    secret: '[a password or key was left out here]',
  },
  menu: {
    application: 'Parley',
    file: 'File',
    edit: 'Edit',
    conversation: 'Conversation',
    view: 'View',
    window: 'Window',
    help: 'Help',
  },

  /** What the system itself does. */
  roles: {
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    pasteAndMatchStyle: 'Paste and match style',
    delete: 'Delete',
    selectAll: 'Select all',
    resetZoom: 'Actual size',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    togglefullscreen: 'Full screen',
    minimize: 'Minimize',
    zoom: 'Zoom',
    front: 'Bring all to front',
    services: 'Services',
    hide: 'Hide Parley',
    hideOthers: 'Hide others',
    unhide: 'Show all',
    close: 'Close window',
    quit: 'Quit Parley',
  },

  /** The commands of the window, in its menu and in its list of actions. */
  commands: {
    newConversation: 'New conversation',
    saveMarkdown: 'Save the conversation as Markdown…',
    saveJson: 'Save the conversation as JSON…',
    settings: 'Settings…',
    find: 'Find in this conversation…',
    searchHistory: 'Search history',
    chooseModel: 'Choose a model…',
    compare: 'Compare models…',
    stop: 'Stop the answer',
    stopAll: 'Stop all answers',
    instructions: 'Instructions…',
    palette: 'Find an action…',
    toggleHistory: 'Show or hide history',
    shortcuts: 'Keyboard shortcuts',
    privacy: 'What leaves this computer',
    report: 'Save a report…',
    about: 'About Parley',
  },
} as const
