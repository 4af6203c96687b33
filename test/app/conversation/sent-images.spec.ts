// A long conversation with images: the oldest are left out, which is said before sending, to the person and to the model.

import { imagesOmittedNote } from '../../../electron/runs/chat-messages.ts'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import { openTestHistory, savePromptAndAnswer, saveTestImage } from '../../support/history/history-fixture.ts'
import { getLastSentChat, type SentMessage } from '../../support/hub-requests.ts'

const visionModel = 'Qwen/Qwen2.5-VL-7B-Instruct'

/** Four prompts with four images each. */
async function fillFolder(folder: string): Promise<void> {
  const history = await openTestHistory(folder)
  let parent: { readonly conversationId?: string; readonly parentId: string | null } = { parentId: null }
  for (const number of [1, 2, 3, 4]) {
    const attachments = [1, 2, 3, 4].map(() => saveTestImage(history))
    const options = { ...parent, attachments, model: visionModel }
    const { conversationId, answerId } = savePromptAndAnswer(history, `Look ${number}`, 'A tide.', options)
    parent = { conversationId, parentId: answerId }
  }
  await history.close()
}

const countImages = ({ content }: SentMessage): number =>
  typeof content === 'string' ? 0 : content.filter(({ type }) => type === 'image_url').length

test.describe('sent images', () => {
  test.use({ setup: { prepare: fillFolder } })

  test('says before sending that the oldest images are left out, and tells the model', async ({ chat, hub }) => {
    await chat.sidebar.open('Look 1')
    await expect(chat.page.getByText(en.chat.omitsOldestImages)).toBeVisible()
    await chat.send('Which was the first?')
    const prompts = getLastSentChat(hub).messages.filter(({ role }) => role === 'user')
    expect(prompts[0]?.content).toBe(`Look 1\n\n${imagesOmittedNote}`)
    expect(prompts.map(countImages)).toEqual([0, 4, 4, 4, 0])
  })
})
