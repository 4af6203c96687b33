// The window in which the key is typed. English.

export const keyWindow = {
  page: {
    title: 'Your Hugging Face key',
    lead: 'Kept in your computer’s keychain, where there is one. Sent to Hugging Face and to nobody else.',
    label: 'Paste your key here',
    show: 'Show',
    make: 'No key yet? At this address the right boxes are ticked.',
    details: 'Details',
    useOnce: 'Use it until I quit',
    cancel: 'Cancel',
    save: 'Save',
  },
  replaceLead: 'The old key stays in use until this one is checked, kept and has answered one short prompt.',
  replaceTitle: 'A new key in the place of “{{name}}”',
  serverLead: 'Kept in your computer’s keychain, where there is one. Sent to this server and to nobody else.',
  serverTitle: 'The key of the server “{{name}}”',
  hide: 'Hide',
  checking: 'Asking Hugging Face about this key…',
  keeping: 'Keeping the key…',
  replacing: 'Checking the new key, keeping it and trying it…',
  oldStays: 'The old key is still in use.',
  stillChecking: 'Still waiting for an answer. Cancel keeps nothing.',
  refused: {
    empty: 'Paste or type your key first.',
    'line-break': 'There is a line break in the middle. Copy the key in one piece.',
    characters: 'A key has only plain letters, digits and signs, without spaces in between.',
    'far-too-long': 'This is far too long to be a key.',
  },
  doubts: {
    prefix: 'Keys usually begin with hf_. Is this the right one?',
    short: 'This looks too short. Was the whole key copied?',
    long: 'This looks too long. Was something else copied along with the key?',
    elsewhere: 'This looks like a key of Hugging Face. Is it really meant for this server?',
  },
  remedies: {
    again: 'Try again',
    another: 'Type another key',
    address: 'Show me where to make one',
  },
} as const
