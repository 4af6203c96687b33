// Every word Parley shows, in English. One section per part of the screen; the shape is the type every other language must have.

export const en = {
  failures: {},
  keyWindow: {},
  openLink: {
    question: 'Open {{host}} in your browser?',
    detail: 'This address was written by a model. Open it only if you trust it.',
    open: 'Open in browser',
    cancel: 'Cancel',
  },
  menu: {
    application: 'Parley',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
  },
} as const
