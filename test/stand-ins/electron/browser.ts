// The stand-in's one browser, started on first use. Routes each browser event to the page or handler it belongs to.

import { connectCdp, handleEvent, type Cdp, type CdpEvent, type EventHandlers, type Method, type Protocol } from './cdp.ts'
import { startChromium } from './chromium.ts'
import { options, reportOpened } from './control.ts'

export type PausedRequest = Protocol.Fetch.requestPausedPayload

/** One page of the browser, as its creator sees it. */
export interface Target {
  readonly targetId: string
  readonly send: <Name extends Method>(
    method: Name,
    params?: Protocol.CommandParameters[Name],
  ) => Promise<Protocol.CommandReturnValues[Name]>
}

/** Callbacks for the events and the end of a page. */
export interface TargetListener {
  readonly onEvent: (event: CdpEvent) => void
  readonly onCrash: (crash: Protocol.Target.targetCrashedPayload) => void
  readonly onGone: () => void
}

export interface Browser extends Pick<Cdp, 'send'> {
  /** Creates a paused page: it waits for `Runtime.runIfWaitingForDebugger`. */
  readonly createTarget: (params: Protocol.CommandParameters['Target.createTarget'], listener: TargetListener) => Promise<Target>
}

/** Chromium switches from the command line and from `app.commandLine`. As in Electron, they have no effect after the first window. */
export const switches: string[] = process.argv.slice(2).filter((word) => word.startsWith('--'))

let opened: Promise<Browser> | null = null
let endChromium = (): void => undefined
let onRequest: (request: PausedRequest) => void = () => undefined
let onDownload: (download: Protocol.Browser.downloadWillBeginPayload) => void = () => undefined

/** Sets the handler that decides about every request of every page. */
export function setRequestHandler(handler: typeof onRequest): void {
  onRequest = handler
}

export function setDownloadHandler(handler: typeof onDownload): void {
  onDownload = handler
}

export function openBrowser(): Promise<Browser> {
  opened ??= startBrowser()
  return opened
}

/** Ends the browser with all its processes. */
export function endBrowser(): void {
  endChromium()
}

async function startBrowser(): Promise<Browser> {
  const chromium = await startChromium({ kind: options.browser, switches })
  endChromium = chromium.end
  const pages = new Map<string, TargetListener & { readonly targetId: string }>()
  const sessions = new Map<string, PromiseWithResolvers<string>>()
  const ownTargets = new Set<string>()
  // On a display the browser starts with one window without controls. The first window of the app reuses it.
  const firstTarget = options.browser === 'visible' ? Promise.withResolvers<string>() : null
  let isFirstTargetFree = options.browser === 'visible'
  let creating: Promise<unknown> = Promise.resolve()

  const handlers: EventHandlers = {
    'Fetch.requestPaused': (request) => onRequest(request),
    'Browser.downloadWillBegin': (download) => onDownload(download),
    'Target.attachedToTarget': ({ targetInfo: { targetId }, sessionId }) => onAttached(targetId, sessionId),
    'Target.detachedFromTarget': ({ sessionId }) => {
      pages.get(sessionId)?.onGone()
      pages.delete(sessionId)
    },
    'Target.targetCrashed': (crash) => {
      for (const page of pages.values()) if (page.targetId === crash.targetId) page.onCrash(crash)
    },
  }
  const cdp = connectCdp(chromium.pipes, (event) => {
    if (event.sessionId === undefined) handleEvent(handlers, event)
    else pages.get(event.sessionId)?.onEvent(event)
  })
  void cdp.closed.then(() => {
    for (const page of pages.values()) page.onGone()
  })

  function onAttached(targetId: string, sessionId: string): void {
    getSession(targetId).resolve(sessionId)
    if (firstTarget !== null && sessions.size === 1) return firstTarget.resolve(targetId)
    // Closes a target that the app did not create. It never runs: it still waits for the debugger.
    void creating.then(() => {
      if (!ownTargets.has(targetId)) ignoreErrors(cdp.send('Target.closeTarget', { targetId }))
    })
  }

  function getSession(targetId: string): PromiseWithResolvers<string> {
    const known = sessions.get(targetId) ?? Promise.withResolvers<string>()
    sessions.set(targetId, known)
    return known
  }

  const createTarget: Browser['createTarget'] = async (params, listener) => {
    const initialTarget = isFirstTargetFree && params?.browserContextId === undefined ? firstTarget : null
    isFirstTargetFree &&= initialTarget === null
    const createdId = initialTarget?.promise ?? cdp.send('Target.createTarget', params).then(({ targetId }) => targetId)
    creating = Promise.allSettled([creating, createdId.then((targetId) => ownTargets.add(targetId))])
    const targetId = await createdId
    const sessionId = await getSession(targetId).promise
    pages.set(sessionId, { ...listener, targetId })
    return { targetId, send: (method, parameters) => cdp.send(method, parameters, sessionId) }
  }

  const filter = [{ type: 'page' }]
  await Promise.all([
    cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
    cdp.send('Target.setDiscoverTargets', { discover: true, filter }),
    cdp.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true, filter }),
  ])
  reportOpened({ endpoint: chromium.endpoint, folder: chromium.folder })
  return { send: cdp.send, createTarget }
}

/** For commands to a page that may be gone already: then there is nothing left to do. */
export function ignoreErrors(command: Promise<unknown>): void {
  command.catch(() => undefined)
}
