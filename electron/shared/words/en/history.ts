// The list of conversations and its search. English.

export const history = {
  title: 'History',
  show: 'Show history',
  hide: 'Hide history',
  newConversation: 'New conversation',
  search: 'Search history',
  clear: 'Clear search',
  pinned: 'Pinned',
  today: 'Today',
  yesterday: 'Yesterday',
  empty: 'Your conversations will be kept here.',
  nothingFound: 'Nothing found for “{{query}}”.',
  hits_one: '{{count, number}} place found',
  hits_other: '{{count, number}} places found',
  more: 'Actions for {{title}}',
  rename: 'Rename',
  renameLabel: 'New name',
  pin: 'Pin',
  unpin: 'Unpin',
  remove: 'Delete',
  deleted: 'Deleted “{{title}}”',
  undo: 'Undo',
  dismiss: 'Dismiss',
  /** What a dot beside a conversation means. */
  marks: {
    writing: 'An answer is being written',
    answered: 'New answer',
    failed: 'An answer failed',
  },
  loading: 'Loading…',
} as const
