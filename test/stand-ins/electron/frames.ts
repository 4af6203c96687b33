// Tracks the frames of one page and their script contexts from browser events. Hides how the sender of a message is found.

import type * as Electron from 'electron'
import { fromBrowser } from './addresses.ts'
import { handleEvent, type CdpEvent, type EventHandlers, type Protocol } from './cdp.ts'

/** The part of Electron's WebFrameMain that describes a sender. */
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
  /** The frame of a script context if it belongs to that world; null if the frame is gone. */
  readonly findByContext: (contextId: number, world: string) => Frame | null
  /** The main frame's script context of that world, or null while it has none. */
  readonly findMainContext: (world: string) => number | null
}

interface TrackedFrame {
  readonly frame: Frame
  address: string
  name: string
  isGone: boolean
}

let count = 0

export function trackFrames(mainId: string): Frames {
  const trackedFrames = new Map<string, TrackedFrame>()
  const contexts = new Map<number, { readonly frameId: string; readonly world: string }>()
  const main = trackFrame(mainId, null)

  function trackFrame(frameId: string, parentId: string | null): TrackedFrame {
    const number = ++count
    const parent = parentId === null ? null : (trackedFrames.get(parentId)?.frame ?? null)
    const tracked: TrackedFrame = {
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
          return fromBrowser(tracked.address)
        },
        get origin() {
          return /^[a-z][a-z0-9+-]*:\/\/[^/?#]*/.exec(fromBrowser(tracked.address))?.[0] ?? 'null'
        },
        get name() {
          return tracked.name
        },
        get detached() {
          return tracked.isGone
        },
      },
    }
    trackedFrames.set(frameId, tracked)
    return tracked
  }

  function onNavigated({ id, parentId, url, name }: Protocol.Page.Frame): void {
    const tracked = trackedFrames.get(id) ?? trackFrame(id, parentId ?? null)
    tracked.address = url
    tracked.name = name ?? ''
  }

  const handlers: EventHandlers = {
    'Page.frameAttached': ({ frameId, parentFrameId }) => {
      if (!trackedFrames.has(frameId)) trackFrame(frameId, parentFrameId)
    },
    'Page.frameNavigated': ({ frame }) => onNavigated(frame),
    'Page.navigatedWithinDocument': ({ frameId, url }) => {
      const tracked = trackedFrames.get(frameId)
      if (tracked !== undefined) tracked.address = url
    },
    'Page.frameDetached': ({ frameId, reason }) => {
      const tracked = trackedFrames.get(frameId)
      // 'swap': the frame moves to another process and still exists.
      if (tracked === undefined || reason === 'swap') return
      tracked.isGone = true
      trackedFrames.delete(frameId)
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
    get: (frameId) => trackedFrames.get(frameId)?.frame ?? null,
    findByContext: (contextId, world) => {
      const context = contexts.get(contextId)
      return context?.world === world ? (trackedFrames.get(context.frameId)?.frame ?? null) : null
    },
    findMainContext: (world) => {
      for (const [id, context] of contexts) if (context.frameId === mainId && context.world === world) return id
      return null
    },
  }
}
