// Sends to main from inside a preload's world, past what the bridge offers, as a page that had broken out of its own world could.
// On the stand-in only: Electron keeps that world from everybody, its own debugger excepted.

import type { Page } from '@playwright/test'
import { createCodec } from '../../stand-ins/electron/clone.ts'

export interface RawMessage {
  readonly channel: string
  readonly args: readonly unknown[]
}

/** Invokes `channel` from the page's own frame, or from its first subframe. False when that frame has no way to main at all. */
export async function invokeRawIpc(page: Page, { channel, args }: RawMessage, from: 'page' | 'subframe' = 'page'): Promise<boolean> {
  const session = await page.context().newCDPSession(page)
  const worlds: { readonly id: number; readonly frameId: unknown }[] = []
  session.on('Runtime.executionContextCreated', ({ context: { id, name, auxData } }) => {
    if (name.startsWith('preload-')) worlds.push({ id, frameId: Reflect.get(auxData ?? {}, 'frameId') })
  })
  await session.send('Runtime.enable')
  const { frameTree } = await session.send('Page.getFrameTree')
  const frameId = from === 'page' ? frameTree.frame.id : frameTree.childFrames?.[0]?.frame.id
  const world = worlds.find((candidate) => candidate.frameId === frameId)
  const isSent = world !== undefined && (await sendInWorld(world.id))
  await session.detach()
  return isSent

  async function sendInWorld(contextId: number): Promise<boolean> {
    // An id that nobody waits for: the preload's own calls are not disturbed.
    const message = JSON.stringify({ kind: 'invoke', id: -1, channel, args: createCodec().encode(args) })
    const expression = `(() => {
      const name = Object.getOwnPropertyNames(globalThis).find((one) => one.startsWith('main-'))
      if (name === undefined) return false
      globalThis[name](${JSON.stringify(message)})
      return true
    })()`
    const { result } = await session.send('Runtime.evaluate', { expression, contextId, returnByValue: true })
    return result.value === true
  }
}
