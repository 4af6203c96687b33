// The stand-in's one browser: started once, by whoever needs it first. Hides which part of the stand-in an event belongs to.

import { connectCdp, type Cdp, type CdpEvent, type Method, type Protocol } from './cdp.ts'
import { startChromium } from './chromium.ts'
import { options, tell } from './control.ts'

type Of<Name extends CdpEvent['method']> = Extract<CdpEvent, { method: Name }>
export type PausedRequest = Of<'Fetch.requestPaused'>['params']

/** One page of the browser, seen by the code that made it. */
export interface Target {
  readonly targetId: string
  readonly send: <Name extends Method>(
    method: Name,
    params?: Protocol.CommandParameters[Name],
  ) => Promise<Protocol.CommandReturnValues[Name]>
}

export interface Browser extends Pick<Cdp, 'send'> {
  /** Makes a page that does nothing yet: it waits for `Runtime.runIfWaitingForDebugger`. */
  readonly createTarget: (
    params: Protocol.CommandParameters['Target.createTarget'],
    onEvent: (event: CdpEvent) => void,
    onGone: () => void,
  ) => Promise<Target>
}

/** Switches of the app for Chromium; those set after the first window come too late, as in Electron. */
export const switches: string[] = []

let opened: Promise<Browser> | null = null
let end = (): void => undefined
let onRequest: (request: PausedRequest) => void = () => undefined
let onDownload: (download: Of<'Browser.downloadWillBegin'>['params']) => void = () => undefined

/** Says who decides about every request of every page. */
export function decideRequests(decide: typeof onRequest): void {
  onRequest = decide
}

export function hearDownloads(hear: typeof onDownload): void {
  onDownload = hear
}

export function openBrowser(): Promise<Browser> {
  opened ??= open()
  return opened
}

/** Ends the browser with all its processes. */
export function endBrowser(): void {
  end()
}

async function open(): Promise<Browser> {
  const chromium = await startChromium({ show: options.show, switches })
  end = chromium.end
  const pages = new Map<string, { readonly onEvent: (event: CdpEvent) => void; readonly onGone: () => void; readonly sessionId: string }>()
  const attached = new Map<string, PromiseWithResolvers<string>>()
  const ours = new Set<string>()
  const cdp = await connectCdp(chromium.endpoint, receive)
  void cdp.closed.then(() => {
    for (const page of pages.values()) page.onGone()
  })

  function receive(event: CdpEvent): void {
    if (event.sessionId !== undefined) pages.get(event.sessionId)?.onEvent(event)
    else if (event.method === 'Fetch.requestPaused') onRequest(event.params)
    else if (event.method === 'Browser.downloadWillBegin') onDownload(event.params)
    else if (event.method === 'Target.attachedToTarget') attach(event.params)
    else if (event.method === 'Target.detachedFromTarget') {
      pages.get(event.params.sessionId)?.onGone()
      pages.delete(event.params.sessionId)
    }
  }

  function attach({ targetInfo, sessionId }: Of<'Target.attachedToTarget'>['params']): void {
    waiting(targetInfo.targetId).resolve(sessionId)
    // What a page opened past its handler never starts: it still waits for the debugger when it is closed.
    void settled.then(() => {
      if (!ours.has(targetInfo.targetId)) quietly(cdp.send('Target.closeTarget', { targetId: targetInfo.targetId }))
    })
  }

  function waiting(targetId: string): PromiseWithResolvers<string> {
    const known = attached.get(targetId) ?? Promise.withResolvers<string>()
    attached.set(targetId, known)
    return known
  }

  let settled: Promise<unknown> = Promise.resolve()
  const createTarget: Browser['createTarget'] = async (params, onEvent, onGone) => {
    const creating = cdp.send('Target.createTarget', params)
    settled = Promise.allSettled([settled, creating.then(({ targetId }) => ours.add(targetId))])
    const { targetId } = await creating
    const sessionId = await waiting(targetId).promise
    pages.set(sessionId, { onEvent, onGone, sessionId })
    return { targetId, send: (method, parameters) => cdp.send(method, parameters, sessionId) }
  }

  await Promise.all([
    cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
    cdp.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true, filter: [{ type: 'page' }] }),
  ])
  tell({ endpoint: chromium.endpoint, folder: chromium.folder })
  return { send: cdp.send, createTarget }
}

/** For commands to a page that may have gone meanwhile: then there is nothing left to do. */
export function quietly(command: Promise<unknown>): void {
  command.catch(() => undefined)
}
