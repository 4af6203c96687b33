// The frames of one page and their script contexts, as the browser tells them. Hides how a message's origin is found.

import type * as Electron from 'electron'
import { fromBrowser } from './addresses.ts'
import type { CdpEvent, Protocol } from './cdp.ts'

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
  readonly has: (frameId: string) => boolean
  readonly get: (frameId: string) => Frame | null
  /** The frame a script context belongs to, when it is the world of that name. */
  readonly ofContext: (contextId: number, world: string) => { readonly frame: Frame; readonly isMain: boolean } | null
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
          return known.get(mainId)?.frame ?? null
        },
        get url() {
          return fromBrowser(one.address)
        },
        get origin() {
          const url = fromBrowser(one.address)
          return /^[a-z][a-z0-9+-]*:\/\/[^/?#]*/.exec(url)?.[0] ?? 'null'
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

  function handle(event: CdpEvent): void {
    switch (event.method) {
      case 'Page.frameAttached':
        if (!known.has(event.params.frameId)) add(event.params.frameId, event.params.parentFrameId)
        break
      case 'Page.frameNavigated':
        navigated(event.params.frame)
        break
      case 'Page.navigatedWithinDocument': {
        const one = known.get(event.params.frameId)
        if (one !== undefined) one.address = event.params.url
        break
      }
      case 'Page.frameDetached': {
        // A frame that moves to another process is still there.
        const one = known.get(event.params.frameId)
        if (one === undefined || event.params.reason === 'swap') break
        one.isGone = true
        known.delete(event.params.frameId)
        break
      }
      case 'Runtime.executionContextCreated': {
        const { id, name, auxData } = event.params.context
        contexts.set(id, { frameId: String((auxData as { frameId?: unknown }).frameId), world: name }) // Every context of a page has one.
        break
      }
      case 'Runtime.executionContextDestroyed':
        contexts.delete(event.params.executionContextId)
        break
      case 'Runtime.executionContextsCleared':
      case 'Inspector.targetCrashed':
        contexts.clear()
        break
      default:
    }
  }

  return {
    handle,
    main: main.frame,
    has: (frameId) => known.has(frameId),
    get: (frameId) => known.get(frameId)?.frame ?? null,
    ofContext: (contextId, world) => {
      const context = contexts.get(contextId)
      const frame = context?.world === world ? known.get(context.frameId)?.frame : undefined
      return frame === undefined ? null : { frame, isMain: frame === main.frame }
    },
    contextOfMain: (world) => {
      for (const [id, context] of contexts) if (context.frameId === mainId && context.world === world) return id
      return null
    },
  }
}
