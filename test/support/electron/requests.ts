// Every request of every page, decided in Electron's order: navigation events, webRequest, then the scheme's handler or the
// network. Hides the browser's interception. A WebSocket's handshake is no request there: what stops it is the page's policy.

import type * as Electron from 'electron'
import { fromBrowser, schemeOf } from './addresses.ts'
import { decideRequests, hearDownloads, openBrowser, quietly, type PausedRequest } from './browser.ts'
import { refusable } from './events.ts'
import type { RequestHook } from './session.ts'
import { contentsOfFrame, type StandInWebContents } from './web-contents.ts'

type Details = Electron.OnBeforeRequestListenerDetails
type Headers = Record<string, string[]>

// A page under this policy cannot open windows: `window.open` gives null and a link with a target does nothing, as when
// Electron's handler says deny. It is asked all the same, for the browser tells of the wish before it refuses it.
const withoutPopups = [
  'sandbox allow-downloads allow-forms allow-modals allow-orientation-lock allow-pointer-lock allow-presentation',
  'allow-same-origin allow-scripts allow-storage-access-by-user-activation allow-top-navigation',
  'allow-top-navigation-by-user-activation allow-top-navigation-to-custom-protocols',
].join(' ')

const kinds: Readonly<Record<string, Details['resourceType']>> = {
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
  WebSocket: 'webSocket',
}

let count = 0

export function startDeciding(): void {
  decideRequests((request) => quietly(decide(request)))
  hearDownloads(({ url, suggestedFilename, frameId }) => {
    const contents = contentsOfFrame(frameId)
    const item = { getURL: () => fromBrowser(url), getFilename: () => suggestedFilename, cancel: () => undefined }
    contents?.session.emit('will-download', refusable({}), item, contents)
  })
}

async function decide(request: PausedRequest): Promise<void> {
  const contents = contentsOfFrame(request.frameId)
  const { send } = await openBrowser()
  const { requestId } = request
  if (request.responseStatusCode !== undefined || request.responseErrorReason !== undefined) return decideResponse(contents, request)
  if (contents === undefined) return void (await send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' }))
  if (!(await mayNavigate(contents, request))) return void (await send('Fetch.failRequest', { requestId, errorReason: 'Aborted' }))
  if (await isCancelled(contents, request)) return void (await send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' }))

  const scheme = schemeOf(request.request.url)
  if (scheme !== null) return serve(contents, request, scheme)
  await send('Fetch.continueRequest', { requestId, interceptResponse: contents.session.headersReceived !== null })
}

async function mayNavigate(
  contents: StandInWebContents,
  { resourceType, frameId, request, redirectedRequestId }: PausedRequest,
): Promise<boolean> {
  if (resourceType !== 'Document') return true
  const frame = contents.frames?.get(frameId) ?? null
  if (redirectedRequestId !== undefined) return contents.askToNavigate(request.url, frame, 'will-redirect')
  const isMain = frame === contents.mainFrame
  if (isMain && (contents.takeExpected(request.url) || !(await contents.isByPage(request.url)))) return true
  return contents.askToNavigate(request.url, frame, 'will-navigate')
}

async function isCancelled(contents: StandInWebContents, { resourceType, frameId, request }: PausedRequest): Promise<boolean> {
  const hook = contents.session.beforeRequest
  const url = fromBrowser(request.url)
  if (hook === null || !isMeant(hook, url)) return false
  const frame = contents.frames?.get(frameId) ?? null
  const details = {
    id: ++count,
    url,
    method: request.method,
    webContentsId: contents.id,
    webContents: contents,
    frame,
    resourceType:
      resourceType === 'Document' ? (frame === contents.mainFrame ? 'mainFrame' : 'subFrame') : (kinds[resourceType] ?? 'other'),
    referrer: request.headers['Referer'] ?? '',
    timestamp: Date.now(),
    uploadData: [],
  } as unknown as Details // The stand-in's page and frame have what an app uses of Electron's.
  return new Promise((resolve) => hook.listener(details, ({ cancel }) => resolve(cancel === true)))
}

async function serve(contents: StandInWebContents, paused: PausedRequest, scheme: string): Promise<void> {
  const { requestId, request, resourceType, frameId } = paused
  const { send } = await openBrowser()
  const handler = contents.session.handlers.get(scheme)
  // Electron's windows do not look for icons by themselves.
  if (resourceType === 'Other' && request.url.endsWith('/favicon.ico')) {
    return void (await send('Fetch.fulfillRequest', { requestId, responseCode: 204 }))
  }
  if (handler === undefined) return void (await send('Fetch.failRequest', { requestId, errorReason: 'Failed' }))
  let response: Response
  try {
    response = await handler(asRequest(paused) as GlobalRequest)
  } catch (error) {
    console.error(`The handler of ${fromBrowser(request.url)} failed:`, error)
    return void (await send('Fetch.failRequest', { requestId, errorReason: 'Failed' }))
  }
  const headers = await received(
    contents,
    paused,
    response.status,
    Object.fromEntries([...response.headers].map(([name, value]) => [name, [value]])),
  )
  const isPage = resourceType === 'Document' && contents.frames?.get(frameId) === contents.mainFrame
  await send('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status === 0 ? 502 : response.status,
    responseHeaders: [...flat(headers), ...(isPage ? [{ name: 'content-security-policy', value: withoutPopups }] : [])],
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  })
}

function asRequest({ request }: PausedRequest): Request {
  const body = request.postDataEntries?.map(({ bytes }) => Buffer.from(bytes ?? '', 'base64'))
  const headers = Object.entries(request.headers)
  return new Request(fromBrowser(request.url), {
    method: request.method,
    headers,
    ...(body === undefined ? {} : { body: Buffer.concat(body) }),
  })
}

async function decideResponse(contents: StandInWebContents | undefined, paused: PausedRequest): Promise<void> {
  const { requestId, responseStatusCode = 0, responseHeaders = [] } = paused
  const { send } = await openBrowser()
  if (contents === undefined || paused.responseErrorReason !== undefined) return void (await send('Fetch.continueRequest', { requestId }))
  const given: Headers = {}
  for (const { name, value } of responseHeaders) given[name] = [...(given[name] ?? []), value]
  const headers = flat(await received(contents, paused, responseStatusCode, given))
  await send('Fetch.continueResponse', { requestId, responseCode: responseStatusCode, responseHeaders: headers })
}

/** The headers as the app wants the page to see them. */
async function received(contents: StandInWebContents, { request }: PausedRequest, statusCode: number, headers: Headers): Promise<Headers> {
  const hook = contents.session.headersReceived
  const url = fromBrowser(request.url)
  if (hook === null || !isMeant(hook, url)) return headers
  const details = { id: ++count, url, method: request.method, statusCode, responseHeaders: headers, webContentsId: contents.id }
  return new Promise((resolve) => {
    hook.listener(details as unknown as Electron.OnHeadersReceivedListenerDetails, ({ responseHeaders = headers }) =>
      resolve(Object.fromEntries(Object.entries(responseHeaders).map(([name, value]) => [name, [value].flat()]))),
    ) // The details an app reads.
  })
}

function flat(headers: Headers): { name: string; value: string }[] {
  return Object.entries(headers).flatMap(([name, values]) => values.map((value) => ({ name, value })))
}

function isMeant({ urls }: RequestHook<unknown>, url: string): boolean {
  return urls.length === 0 || urls.some((pattern) => pattern === '<all_urls>' || matches(pattern, url))
}

/** Electron's url patterns: `*` stands for any text. */
function matches(pattern: string, url: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  if (rest.length === 0 || !url.startsWith(first)) return url === pattern
  let at = first.length
  for (const part of rest.slice(0, -1)) {
    const found = url.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  const last = rest.at(-1) ?? ''
  return url.length - last.length >= at && url.endsWith(last)
}
