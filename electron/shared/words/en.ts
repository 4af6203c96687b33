// Every word Parley shows, in English. One section per part of the screen; the shape is the type every other language must have.

export const en = {
  failures: {},
  keyWindow: {},
  menu: {
    application: 'Parley',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
  },
} as const
