// The stand-in's one browser: started once, by whoever needs it first. Hides which part of the stand-in an event belongs to.

import { connectCdp, handleEvent, type Cdp, type CdpEvent, type EventHandlers, type Method, type Protocol } from './cdp.ts'
import { startChromium } from './chromium.ts'
import { options, tellOpened } from './control.ts'

export type PausedRequest = Protocol.Fetch.requestPausedPayload

/** One page of the browser, seen by the code that made it. */
export interface Target {
  readonly targetId: string
  readonly send: <Name extends Method>(
    method: Name,
    params?: Protocol.CommandParameters[Name],
  ) => Promise<Protocol.CommandReturnValues[Name]>
}

/** What becomes of a page. */
export interface TargetListener {
  readonly onEvent: (event: CdpEvent) => void
  readonly onCrash: (crash: Protocol.Target.targetCrashedPayload) => void
  readonly onGone: () => void
}

export interface Browser extends Pick<Cdp, 'send'> {
  /** Makes a page that does nothing yet: it waits for `Runtime.runIfWaitingForDebugger`. */
  readonly createTarget: (params: Protocol.CommandParameters['Target.createTarget'], listener: TargetListener) => Promise<Target>
}

/** Switches for Chromium, of the app's command line and of its own; those set after the first window come too late, as in Electron. */
export const switches: string[] = process.argv.slice(2).filter((word) => word.startsWith('--'))

let opened: Promise<Browser> | null = null
let end = (): void => undefined
let onRequest: (request: PausedRequest) => void = () => undefined
let onDownload: (download: Protocol.Browser.downloadWillBeginPayload) => void = () => undefined

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
  const chromium = await startChromium({ kind: options.browser, switches })
  end = chromium.end
  const pages = new Map<string, TargetListener & { readonly targetId: string }>()
  const sessions = new Map<string, PromiseWithResolvers<string>>()
  const ours = new Set<string>()
  // On a display the browser starts with one window, in the style of an app: the first of ours takes it.
  const first = options.browser === 'shown' ? Promise.withResolvers<string>() : null
  let isFirst = options.browser === 'shown'
  let creating: Promise<unknown> = Promise.resolve()

  const handlers: EventHandlers = {
    'Fetch.requestPaused': (request) => onRequest(request),
    'Browser.downloadWillBegin': (download) => onDownload(download),
    'Target.attachedToTarget': ({ targetInfo: { targetId }, sessionId }) => attached(targetId, sessionId),
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

  function attached(targetId: string, sessionId: string): void {
    sessionOf(targetId).resolve(sessionId)
    if (first !== null && sessions.size === 1) return first.resolve(targetId)
    // What a page opened past its handler never starts: it still waits for the debugger when it is closed.
    void creating.then(() => {
      if (!ours.has(targetId)) quietly(cdp.send('Target.closeTarget', { targetId }))
    })
  }

  function sessionOf(targetId: string): PromiseWithResolvers<string> {
    const known = sessions.get(targetId) ?? Promise.withResolvers<string>()
    sessions.set(targetId, known)
    return known
  }

  const createTarget: Browser['createTarget'] = async (params, listener) => {
    const existing = isFirst && params?.browserContextId === undefined ? first : null
    isFirst &&= existing === null
    const made = existing?.promise ?? cdp.send('Target.createTarget', params).then(({ targetId }) => targetId)
    creating = Promise.allSettled([creating, made.then((targetId) => ours.add(targetId))])
    const targetId = await made
    const sessionId = await sessionOf(targetId).promise
    pages.set(sessionId, { ...listener, targetId })
    return { targetId, send: (method, parameters) => cdp.send(method, parameters, sessionId) }
  }

  const filter = [{ type: 'page' }]
  await Promise.all([
    cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
    cdp.send('Target.setDiscoverTargets', { discover: true, filter }),
    cdp.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true, filter }),
  ])
  tellOpened({ endpoint: chromium.endpoint, folder: chromium.folder })
  return { send: cdp.send, createTarget }
}

/** For commands to a page that may have gone meanwhile: then there is nothing left to do. */
export function quietly(command: Promise<unknown>): void {
  command.catch(() => undefined)
}
