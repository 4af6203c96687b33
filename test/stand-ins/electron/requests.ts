// Decides every request of every page in Electron's order: navigation events, webRequest, then the scheme's handler or the
// network. Hides the browser's interception. It does not see WebSocket handshakes; only the page's policy can stop those.

import type * as Electron from 'electron'
import { fromBrowser, getCustomScheme } from './addresses.ts'
import { asElectron } from './as-electron.ts'
import { setRequestHandler, setDownloadHandler, openBrowser, ignoreErrors, type PausedRequest } from './browser.ts'
import { createPreventableEvent } from './events.ts'
import { applyPermissions } from './permissions.ts'
import type { RequestHook } from './session.ts'
import { contentsOfFrame, type StandInWebContents } from './web-contents.ts'

type Headers = Record<string, string[]>
type RequestDetails = Electron.OnBeforeRequestListenerDetails

// Under this policy a page cannot open windows: `window.open` returns null and a link with a target does nothing, as when
// Electron's handler denies. The handler is still called: the browser reports the request before it refuses it.
const noPopupsPolicy = [
  'sandbox allow-downloads allow-forms allow-modals allow-orientation-lock allow-pointer-lock allow-presentation',
  'allow-same-origin allow-scripts allow-storage-access-by-user-activation allow-top-navigation',
  'allow-top-navigation-by-user-activation allow-top-navigation-to-custom-protocols',
].join(' ')

const resourceTypes: Partial<Record<PausedRequest['resourceType'], RequestDetails['resourceType']>> = {
  Stylesheet: 'stylesheet',
  Script: 'script',
  Image: 'image',
  Font: 'font',
  Media: 'media',
  XHR: 'xhr',
  Fetch: 'xhr',
  EventSource: 'xhr',
  Ping: 'ping',
  CSPViolationReport: 'cspReport',
}

let count = 0

export function startRequestHandling(): void {
  setRequestHandler((request) => ignoreErrors(handleRequest(request)))
  // The browser refuses every download and reports it.
  setDownloadHandler((download) => ignoreErrors(emitDownload(download)))
}

async function emitDownload({ url, suggestedFilename, frameId }: Parameters<Parameters<typeof setDownloadHandler>[0]>[0]): Promise<void> {
  const contents = await contentsOfFrame(frameId)
  const item = { getURL: () => fromBrowser(url), getFilename: () => suggestedFilename, cancel: () => undefined }
  contents?.session.emit('will-download', createPreventableEvent({}), item, contents)
}

async function handleRequest(request: PausedRequest): Promise<void> {
  const contents = await contentsOfFrame(request.frameId)
  const { send } = await openBrowser()
  const { requestId } = request
  const fail = async (errorReason: 'Aborted' | 'BlockedByClient'): Promise<void> => {
    await send('Fetch.failRequest', { requestId, errorReason })
  }
  if (contents === null) return fail('BlockedByClient')
  if (request.responseStatusCode !== undefined || request.responseErrorReason !== undefined) return handleResponse(contents, request)
  // Windows of Electron do not request icons.
  if (request.resourceType === 'Other' && request.request.url.endsWith('/favicon.ico')) return fail('Aborted')
  if (!(await canNavigate(contents, request))) return fail('Aborted')
  if (await isCancelled(contents, request)) return fail('BlockedByClient')

  const scheme = getCustomScheme(request.request.url)
  if (scheme !== null) return serveScheme(contents, request, scheme)
  await send('Fetch.continueRequest', { requestId, interceptResponse: contents.session.headersReceived !== null })
}

function isMainDocument(contents: StandInWebContents, { resourceType, frameId }: PausedRequest): boolean {
  return resourceType === 'Document' && contents.frameOf(frameId) === contents.mainFrame
}

async function canNavigate(contents: StandInWebContents, paused: PausedRequest): Promise<boolean> {
  const { resourceType, frameId, request, redirectedRequestId } = paused
  if (resourceType !== 'Document') return true
  const frame = contents.frameOf(frameId)
  if (redirectedRequestId !== undefined) return contents.navigation.allowsNavigation(request.url, frame, 'will-redirect')
  const isPageInitiated = !isMainDocument(contents, paused) || (await contents.isPageInitiated(request.url))
  return !isPageInitiated || contents.navigation.allowsNavigation(request.url, frame, 'will-navigate')
}

async function isCancelled(contents: StandInWebContents, paused: PausedRequest): Promise<boolean> {
  const { request, resourceType } = paused
  const hook = contents.session.beforeRequest
  const url = fromBrowser(request.url)
  if (hook === null || !matchesHook(hook, url)) return false
  const page = isMainDocument(contents, paused) ? 'mainFrame' : 'subFrame'
  const details: RequestDetails = {
    id: ++count,
    url,
    method: request.method,
    webContentsId: contents.id,
    webContents: asElectron(contents),
    resourceType: resourceType === 'Document' ? page : (resourceTypes[resourceType] ?? 'other'),
    referrer: fromBrowser(request.headers['Referer'] ?? ''),
    timestamp: Date.now(),
    uploadData: [],
  }
  return new Promise((resolve) => hook.listener(details, ({ cancel }) => resolve(cancel === true)))
}

async function serveScheme(contents: StandInWebContents, paused: PausedRequest, scheme: string): Promise<void> {
  const { requestId } = paused
  const { send } = await openBrowser()
  const response = await callSchemeHandler(contents, paused, scheme)
  if (response === null) return void (await send('Fetch.failRequest', { requestId, errorReason: 'Failed' }))
  // Before the page's first script can use a permission.
  if (isMainDocument(contents, paused)) await applyPermissions(contents.session, asElectron(contents))
  const originalHeaders = Object.fromEntries([...response.headers].map(([name, value]) => [name, [value]]))
  const headers = toHeaderList(await applyHeadersReceived(contents, paused, response.status, originalHeaders))
  await send('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders: isMainDocument(contents, paused) ? [...headers, { name: 'content-security-policy', value: noPopupsPolicy }] : headers,
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  })
}

/** Null when the scheme has no handler in this session, or the handler throws. */
async function callSchemeHandler(contents: StandInWebContents, paused: PausedRequest, scheme: string): Promise<Response | null> {
  const { method, headers, url, postDataEntries } = paused.request
  const body = postDataEntries?.map(({ bytes }) => Buffer.from(bytes ?? '', 'base64'))
  const request = new Request(fromBrowser(url), { method, headers, ...(body === undefined ? {} : { body: Buffer.concat(body) }) })
  try {
    return (await contents.session.handlers.get(scheme)?.(request)) ?? null
  } catch (error) {
    console.error(`The handler of ${request.url} failed:`, error)
    return null
  }
}

async function handleResponse(contents: StandInWebContents, paused: PausedRequest): Promise<void> {
  const { requestId, responseStatusCode, responseHeaders = [] } = paused
  const { send } = await openBrowser()
  if (responseStatusCode === undefined) return void (await send('Fetch.continueRequest', { requestId }))
  const originalHeaders: Headers = {}
  for (const { name, value } of responseHeaders) originalHeaders[name] = [...(originalHeaders[name] ?? []), value]
  const headers = toHeaderList(await applyHeadersReceived(contents, paused, responseStatusCode, originalHeaders))
  await send('Fetch.continueResponse', { requestId, responseCode: responseStatusCode, responseHeaders: headers })
}

/** The response headers after the app's onHeadersReceived. */
async function applyHeadersReceived(
  contents: StandInWebContents,
  { request }: PausedRequest,
  statusCode: number,
  headers: Headers,
): Promise<Headers> {
  const hook = contents.session.headersReceived
  const url = fromBrowser(request.url)
  if (hook === null || !matchesHook(hook, url)) return headers
  const details = { id: ++count, url, method: request.method, statusCode, responseHeaders: headers, webContentsId: contents.id }
  const { responseHeaders = headers } = await new Promise<{ responseHeaders?: Record<string, string | string[]> }>((resolve) => {
    hook.listener(asElectron(details), resolve)
  })
  return Object.fromEntries(Object.entries(responseHeaders).map(([name, value]) => [name, [value].flat()]))
}

function toHeaderList(headers: Headers): { name: string; value: string }[] {
  return Object.entries(headers).flatMap(([name, values]) => values.map((value) => ({ name, value })))
}

function matchesHook({ urls }: RequestHook<unknown>, url: string): boolean {
  return urls.length === 0 || urls.some((pattern) => pattern === '<all_urls>' || matchesPattern(pattern, url))
}

/** Electron's URL patterns: `*` matches any text. */
function matchesPattern(pattern: string, url: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\/]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(url)
}
