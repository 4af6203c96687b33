// What the command palette lists, and in which order.

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

test.describe('command palette', () => {
  test('lists every action for an empty query, the last used first', () => {
    const [actions] = searchPalette('', { ...baseInput, usedCommands: ['shortcuts'] })
    expect(actions?.rows.map((row) => row.kind === 'command' && row.name)).toEqual(['shortcuts', 'newConversation', 'settings'])
  })

  test('finds an action by its words in any order and case', () => {
    const [actions] = searchPalette('SHORT key', baseInput)
    expect(actions?.rows).toEqual([{ kind: 'command', name: 'shortcuts', label: 'Keyboard shortcuts' }])
  })

  test('lists a conversation once that matches by title and by content', () => {
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

  test('finds nothing when nothing matches', () => {
    expect(searchPalette('xyzzy', baseInput)).toEqual([])
  })
})
