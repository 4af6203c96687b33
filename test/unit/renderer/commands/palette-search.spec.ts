// What the palette lists, and in which order.

import { expect, test } from '@playwright/test'
import type { ConversationSummary } from '../../../../shared/types/conversations.ts'
import type { SearchHit } from '../../../../shared/types/search.ts'
import { searchPalette } from '../../../../renderer/commands/palette-search.ts'

const commands = [
  { name: 'newConversation', label: 'New conversation' },
  { name: 'settings', label: 'Settings…' },
  { name: 'shortcuts', label: 'Keyboard shortcuts' },
] as const

const createConversation = (id: string, title: string): ConversationSummary => ({
  id,
  title,
  updatedAt: 0,
  isPinned: false,
  model: null,
  excerpt: '',
})
const createHit = (conversationId: string, title: string): SearchHit => ({ conversationId, title, messageId: 'm', excerpt: [] })
const baseInput = { commands, usedCommands: [], conversations: [], hits: [], models: null }

test('lists every action when nothing was typed, the one used last on top', () => {
  const [actions] = searchPalette('', { ...baseInput, usedCommands: ['shortcuts'] })
  expect(actions?.rows.map((row) => row.kind === 'command' && row.name)).toEqual(['shortcuts', 'newConversation', 'settings'])
})

test('finds an action by any of its words, in any order and case', () => {
  const [actions] = searchPalette('SHORT key', baseInput)
  expect(actions?.rows).toEqual([{ kind: 'command', name: 'shortcuts', label: 'Keyboard shortcuts' }])
})

test('lists a conversation once that is found by its name and by what was said in it', () => {
  const foundItems = searchPalette('bees', {
    ...baseInput,
    conversations: [createConversation('1', 'About bees'), createConversation('2', 'About ants')],
    hits: [createHit('3', 'Honey'), createHit('1', 'About bees')],
  })
  expect(foundItems).toEqual([
    {
      title: 'conversations',
      rows: [
        { kind: 'conversation', id: '1', title: 'About bees' },
        { kind: 'conversation', id: '3', title: 'Honey' },
      ],
    },
  ])
})

test('finds nothing where nothing fits', () => {
  expect(searchPalette('xyzzy', baseInput)).toEqual([])
})
