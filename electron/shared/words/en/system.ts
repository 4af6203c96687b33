// What the system itself shows: its menu and its boxes. Main needs these words and no others. English.

export const system = {
  cannotStart: {
    title: 'Parley cannot start',
    detail: 'A part of it is missing or damaged. Installing it again may help. In a report, name this: {{id}}',
  },

  /** The system's own box, when the window's page fell over again and again. */
  fallen: {
    message: 'Parley’s window has closed itself three times.',
    detail: 'Everything you wrote is saved, and so is what was answered.',
    again: 'Try again',
    quit: 'Quit',
  },

  openLink: {
    question: 'Open {{host}} in your browser?',
    detail: 'This address was written by a model. Open it only if you trust it.',
    open: 'Open in browser',
    cancel: 'Cancel',
  },

  /** What stands in a conversation that is saved as Markdown. */
  saved: {
    you: 'You',
    by: '{{model}} at {{provider}}',
    incomplete: 'The answer is not complete.',
    secret: '[a secret was left out here]',
  },
  menu: {
    application: 'Parley',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
  },
} as const
