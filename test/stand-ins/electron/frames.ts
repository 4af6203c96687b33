// The frames of one page and their script contexts, as the browser tells them. Hides how a message's origin is found.

import type * as Electron from 'electron'
import { fromBrowser } from './addresses.ts'
import { handleEvent, type CdpEvent, type EventHandlers, type Protocol } from './cdp.ts'

/** Electron's WebFrameMain, as far as an app may ask about a sender. */
export interface Frame extends Readonly<
  Pick<Electron.WebFrameMain, 'url' | 'origin' | 'name' | 'routingId' | 'processId' | 'frameTreeNodeId' | 'detached'>
> {
  readonly parent: Frame | null
  readonly top: Frame | null
}

export interface Frames {
  readonly handle: (event: CdpEvent) => void
  readonly main: Frame
  readonly get: (frameId: string) => Frame | null
  /** The frame of a script context, when it is the world of that name and still there. */
  readonly ofContext: (contextId: number, world: string) => Frame | null
  /** The main frame's script context of that world, or null while it has none. */
  readonly contextOfMain: (world: string) => number | null
}

interface Known {
  readonly frame: Frame
  address: string
  name: string
  isGone: boolean
}

let count = 0

export function watchFrames(mainId: string): Frames {
  const known = new Map<string, Known>()
  const contexts = new Map<number, { readonly frameId: string; readonly world: string }>()
  const main = add(mainId, null)

  function add(frameId: string, parentId: string | null): Known {
    const number = ++count
    const parent = parentId === null ? null : (known.get(parentId)?.frame ?? null)
    const one: Known = {
      address: 'about:blank',
      name: '',
      isGone: false,
      frame: {
        parent,
        routingId: number,
        processId: number,
        frameTreeNodeId: number,
        get top() {
          return main.frame
        },
        get url() {
          return fromBrowser(one.address)
        },
        get origin() {
          return /^[a-z][a-z0-9+-]*:\/\/[^/?#]*/.exec(fromBrowser(one.address))?.[0] ?? 'null'
        },
        get name() {
          return one.name
        },
        get detached() {
          return one.isGone
        },
      },
    }
    known.set(frameId, one)
    return one
  }

  function navigated({ id, parentId, url, name }: Protocol.Page.Frame): void {
    const one = known.get(id) ?? add(id, parentId ?? null)
    one.address = url
    one.name = name ?? ''
  }

  const handlers: EventHandlers = {
    'Page.frameAttached': ({ frameId, parentFrameId }) => {
      if (!known.has(frameId)) add(frameId, parentFrameId)
    },
    'Page.frameNavigated': ({ frame }) => navigated(frame),
    'Page.navigatedWithinDocument': ({ frameId, url }) => {
      const one = known.get(frameId)
      if (one !== undefined) one.address = url
    },
    'Page.frameDetached': ({ frameId, reason }) => {
      const one = known.get(frameId)
      // A frame that moves to another process is still there.
      if (one === undefined || reason === 'swap') return
      one.isGone = true
      known.delete(frameId)
    },
    'Runtime.executionContextCreated': ({ context: { id, name, auxData } }) => {
      contexts.set(id, { frameId: String(auxData?.['frameId']), world: name })
    },
    'Runtime.executionContextDestroyed': ({ executionContextId }) => void contexts.delete(executionContextId),
    'Runtime.executionContextsCleared': () => contexts.clear(),
    'Inspector.targetCrashed': () => contexts.clear(),
  }

  return {
    handle: (event) => handleEvent(handlers, event),
    main: main.frame,
    get: (frameId) => known.get(frameId)?.frame ?? null,
    ofContext: (contextId, world) => {
      const context = contexts.get(contextId)
      return context?.world === world ? (known.get(context.frameId)?.frame ?? null) : null
    },
    contextOfMain: (world) => {
      for (const [id, context] of contexts) if (context.frameId === mainId && context.world === world) return id
      return null
    },
  }
}
