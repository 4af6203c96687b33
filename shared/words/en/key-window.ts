// The window in which the key is typed. English.

export const keyWindow = {
  page: {
    title: 'Your Hugging Face key',
    lead: 'Stored in your computer’s keychain, if it has one. Sent to Hugging Face and nobody else.',
    label: 'Paste your key here',
    show: 'Show',
    make: 'No key yet? Open this address in your browser – the right boxes are already ticked.',
    details: 'Details',
    useOnce: 'Use it until I quit',
    cancel: 'Cancel',
    save: 'Save',
  },
  replaceLead: 'The old key stays in use until the new one is checked, stored and has answered one short prompt.',
  replaceTitle: 'Replace “{{name}}” with a new key',
  serverLead: 'Stored in your computer’s keychain, if it has one. Sent to this server and nobody else.',
  serverTitle: 'Key for “{{name}}”',
  hide: 'Hide',
  checking: 'Checking this key with Hugging Face…',
  saving: 'Saving the key…',
  replacing: 'Checking, saving and trying the new key…',
  oldKeyStays: 'The old key is still in use.',
  stillChecking: 'Still waiting for an answer. If you cancel, nothing is saved.',
  invalid: {
    empty: 'Paste or type your key first.',
    'line-break': 'There is a line break in the middle. Copy the key in one piece.',
    characters: 'A key has no spaces or special letters in it. Copy only the key itself.',
    'far-too-long': 'This is far too long to be a key.',
  },
  warnings: {
    prefix: 'Keys usually begin with hf_. Is this the right one?',
    short: 'This looks too short. Was the whole key copied?',
    long: 'This looks too long. Was something else copied along with the key?',
    elsewhere: 'This looks like a Hugging Face key. Is it really meant for this server?',
  },
  remedies: {
    again: 'Try again',
    another: 'Use a different key',
    address: 'Show me where to create one',
  },
} as const
