// Prompts that are edited in their place: what cannot be sent stays in the editor.

import { expect, test } from '@playwright/test'
import { sendEdited } from '../../../../renderer/chat/runs.ts'
import { change, newConversation, state } from '../../../../renderer/store.ts'

test('a prompt with a picture is not sent to a model that does not see, which is then to be chosen anew', async () => {
  const prompt = { kind: 'prompt', id: 'p', parentId: null, text: 'Why?', attachments: [], createdAt: 1 } as const
  const blind = { id: 'org/blind', task: 'chat', routes: [], canSee: false, server: null } as const
  const list = { models: [blind], servers: [], fetchedAt: 1, failure: null, favourites: [], recent: [], chosen: blind.id }
  const image = { kind: 'image', id: 'i', name: 'tide.png', type: 'image/png', width: 3, height: 2, size: 9 } as const
  const conversation = { ...newConversation(), isSaved: true, messages: [{ ...prompt, siblings: { place: 1, count: 1, compared: 0 } }] }
  change({ conversation, model: blind.id, models: list })
  expect(await sendEdited('p', { text: 'What is this?', attachments: [image] }, false)).toBeNull()
  expect(state()).toMatchObject({ dialog: 'seeing-models', conversation })
})
