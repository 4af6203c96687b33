// What a page itself wants: to go somewhere, or a new window. Hides how a page's wish is told from the app's own loading, and asks
// the app in Electron's events.

import type * as Electron from 'electron'
import { fromBrowser } from './addresses.ts'
import type { EventHandlers, Protocol } from './cdp.ts'
import { refusable } from './events.ts'
import type { Frame } from './frames.ts'

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0]

/** The page, as far as its wishes concern it. */
export interface WishingPage {
  readonly emit: (name: string, ...args: unknown[]) => boolean
  readonly mainFrame: () => Frame | null
  readonly frameOf: (frameId: string) => Frame | null
}

export interface Wishes {
  readonly handlers: EventHandlers
  readonly setOpenHandler: (handler: OpenHandler) => void
  /**
   * Whether the page itself wants to go there; not so a reload by the browser, or a test. The page's process tells of its wish before
   * it asks the browser, but on another way: so the wish is waited for, `patience` milliseconds.
   */
  readonly isByPage: (url: string, patience?: number) => Promise<boolean>
  /** Emits Electron's events for a navigation by the page; false when the app refuses it. */
  readonly askToNavigate: (url: string, frame: Frame | null, name: 'will-navigate' | 'will-redirect') => boolean
}

export function watchWishes(page: WishingPage): Wishes {
  let opens: OpenHandler | null = null
  let wanted: string | null = null
  let onWanted: (() => void) | null = null

  function wantsWindow(
    url: string,
    disposition: Electron.HandlerDetails['disposition'],
    name = '',
    features: readonly string[] = [],
  ): void {
    const referrer = { url: '', policy: 'strict-origin-when-cross-origin' } as const
    const decided = opens?.({ url: fromBrowser(url), frameName: name, features: features.join(','), disposition, referrer })
    if (decided?.action === 'allow') console.error(`The stand-in opens no windows for pages, so not ${url} either.`)
  }

  function wantsToGo({ frameId, url, disposition }: Protocol.Page.frameRequestedNavigationPayload): void {
    if (disposition === 'newTab') return wantsWindow(url, 'background-tab')
    if (disposition === 'newWindow') return wantsWindow(url, 'new-window')
    if (page.frameOf(frameId) !== page.mainFrame()) return
    wanted = withoutFragment(url)
    onWanted?.()
    // Another program's scheme never becomes a request: the browser gives it up by itself, here nothing can be opened.
    if (!/^(?:https?|blob|data|about|javascript):/.test(url)) askToNavigate(url, page.mainFrame(), 'will-navigate')
  }

  function askToNavigate(url: string, frame: Frame | null, name: 'will-navigate' | 'will-redirect'): boolean {
    const isMainFrame = frame === page.mainFrame()
    const details = { url: fromBrowser(url), frame, isMainFrame, isSameDocument: false, initiator: frame }
    const names = name === 'will-redirect' ? [name] : ['will-frame-navigate', ...(isMainFrame ? [name] : [])]
    return names.every((one) => {
      const event = refusable(details)
      page.emit(one, event, details.url, false, isMainFrame)
      return !event.defaultPrevented
    })
  }

  return {
    handlers: {
      'Page.windowOpen': ({ url, windowName, windowFeatures }) => wantsWindow(url, 'foreground-tab', windowName, windowFeatures),
      'Page.frameRequestedNavigation': wantsToGo,
    },
    setOpenHandler: (handler) => {
      opens = handler
    },
    isByPage: async (url, patience = 150) => {
      if (wanted !== url) {
        const { promise, resolve } = Promise.withResolvers<void>()
        const timer = setTimeout(resolve, patience)
        onWanted = resolve
        await promise
        clearTimeout(timer)
      }
      const isByPage = wanted === url
      wanted = null
      return isByPage
    },
    askToNavigate,
  }
}

/** Requests leave the fragment out. */
export function withoutFragment(url: string): string {
  return url.replace(/#.*$/s, '')
}
