// What a page itself wants: to go somewhere, or a new window. Hides how a page's wish is told from the app's own loading, and asks
// the app in Electron's events.

import type * as Electron from 'electron'
import { fromBrowser } from './addresses.ts'
import type { EventHandlers, Protocol } from './cdp.ts'
import { createPreventableEvent } from './events.ts'
import type { Frame } from './frames.ts'

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0]

/** The page, as far as its wishes concern it. */
export interface NavigatingPage {
  readonly emit: (name: string, ...args: unknown[]) => boolean
  readonly mainFrame: () => Frame | null
  readonly frameOf: (frameId: string) => Frame | null
}

export interface PageNavigation {
  readonly handlers: EventHandlers
  readonly setOpenHandler: (handler: OpenHandler) => void
  /**
   * Whether the page itself wants to go there; not so a reload by the browser, or a test. The page's process tells of its wish before
   * it asks the browser, but on another way: so the wish is waited for, `timeoutMs` milliseconds.
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
    if (decision?.action === 'allow') console.error(`The stand-in opens no windows for pages, so not ${url} either.`)
  }

  function onNavigationRequested({ frameId, url, disposition }: Protocol.Page.frameRequestedNavigationPayload): void {
    if (disposition === 'newTab') return onWindowRequested(url, 'background-tab')
    if (disposition === 'newWindow') return onWindowRequested(url, 'new-window')
    if (page.frameOf(frameId) !== page.mainFrame()) return
    requestedUrl = withoutFragment(url)
    onRequested?.()
    // Another program's scheme never becomes a request: the browser gives it up by itself, here nothing can be opened.
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

/** Requests leave the fragment out. */
export function withoutFragment(url: string): string {
  return url.replace(/#.*$/s, '')
}
