// Navigations and new windows requested by a page. Hides how they are distinguished from loads by the app, and asks the app
// through Electron's events.

import type * as Electron from 'electron'
import { fromBrowser } from './addresses.ts'
import type { EventHandlers, Protocol } from './cdp.ts'
import { createPreventableEvent } from './events.ts'
import type { Frame } from './frames.ts'

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0]

/** What this module needs of a page. */
export interface NavigatingPage {
  readonly emit: (name: string, ...args: unknown[]) => boolean
  readonly mainFrame: () => Frame | null
  readonly frameOf: (frameId: string) => Frame | null
}

export interface PageNavigation {
  readonly handlers: EventHandlers
  readonly setOpenHandler: (handler: OpenHandler) => void
  /**
   * Whether the page itself requested the navigation; false for a reload by the browser and for a test. The page's process reports
   * its request before it asks the browser, but on another channel, so the report is awaited for up to `timeoutMs` milliseconds.
   */
  readonly isPageInitiated: (url: string, timeoutMs?: number) => Promise<boolean>
  /** Emits Electron's events for a navigation by the page; false when the app refuses it. */
  readonly allowsNavigation: (url: string, frame: Frame | null, name: 'will-navigate' | 'will-redirect') => boolean
}

export function watchNavigation(page: NavigatingPage): PageNavigation {
  let openHandler: OpenHandler | null = null
  let requestedUrl: string | null = null
  let onRequested: (() => void) | null = null

  function onWindowRequested(
    url: string,
    disposition: Electron.HandlerDetails['disposition'],
    name = '',
    features: readonly string[] = [],
  ): void {
    const referrer = { url: '', policy: 'strict-origin-when-cross-origin' } as const
    const decision = openHandler?.({ url: fromBrowser(url), frameName: name, features: features.join(','), disposition, referrer })
    if (decision?.action === 'allow') console.error(`The stand-in cannot open windows for pages; did not open ${url}.`)
  }

  function onNavigationRequested({ frameId, url, disposition }: Protocol.Page.frameRequestedNavigationPayload): void {
    if (disposition === 'newTab') return onWindowRequested(url, 'background-tab')
    if (disposition === 'newWindow') return onWindowRequested(url, 'new-window')
    if (page.frameOf(frameId) !== page.mainFrame()) return
    requestedUrl = withoutFragment(url)
    onRequested?.()
    // The scheme of another program never becomes a request: the browser drops it.
    if (!/^(?:https?|blob|data|about|javascript):/.test(url)) allowsNavigation(url, page.mainFrame(), 'will-navigate')
  }

  function allowsNavigation(url: string, frame: Frame | null, name: 'will-navigate' | 'will-redirect'): boolean {
    const isMainFrame = frame === page.mainFrame()
    const details = { url: fromBrowser(url), frame, isMainFrame, isSameDocument: false, initiator: frame }
    const names = name === 'will-redirect' ? [name] : ['will-frame-navigate', ...(isMainFrame ? [name] : [])]
    return names.every((eventName) => {
      const event = createPreventableEvent(details)
      page.emit(eventName, event, details.url, false, isMainFrame)
      return !event.defaultPrevented
    })
  }

  return {
    handlers: {
      'Page.windowOpen': ({ url, windowName, windowFeatures }) => onWindowRequested(url, 'foreground-tab', windowName, windowFeatures),
      'Page.frameRequestedNavigation': onNavigationRequested,
    },
    setOpenHandler: (handler) => {
      openHandler = handler
    },
    isPageInitiated: async (url, timeoutMs = 150) => {
      if (requestedUrl !== url) {
        const { promise, resolve } = Promise.withResolvers<void>()
        const timer = setTimeout(resolve, timeoutMs)
        onRequested = resolve
        await promise
        clearTimeout(timer)
      }
      const isPageInitiated = requestedUrl === url
      requestedUrl = null
      return isPageInitiated
    },
    allowsNavigation,
  }
}

/** The address as requests have it, without the fragment. */
export function withoutFragment(url: string): string {
  return url.replace(/#.*$/s, '')
}
