// What an attacker's script would try in a page whose policy should forbid it. Runs in the page, not in Node: the function is sent as
// its own source text, so it uses nothing from outside itself.

/* oxlint-disable unicorn/consistent-function-scoping -- see above */

export interface PayloadResult {
  readonly name: string
  /**
   * `policy`: the page's policy reported it. `threw`: refused at once. `ran`: code of the payload ran, or what it asked for came.
   * `failed`: it was let through and came to nothing. `silent`: nothing was heard of it in time.
   */
  readonly outcome: 'policy' | 'threw' | 'ran' | 'failed' | 'silent'
}

export interface PayloadOptions {
  /** The origin of a server that nothing may reach. */
  readonly forbiddenOrigin: string
  /** The payloads to try; all of them unless told. */
  readonly only?: readonly string[]
}

/** Tries the payloads one after the other. */
export async function tryPayloads({ forbiddenOrigin, only }: PayloadOptions): Promise<readonly PayloadResult[]> {
  const ran: string[] = []
  Object.assign(window, { ran })
  const host = document.body.appendChild(document.createElement('div'))

  const nextTask = (): Promise<void> =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', () => resolve(), { once: true })
      port1.start()
      port2.postMessage(null)
    })

  function buildElement(tag: string, attributes: Readonly<Record<string, string>>, text = ''): HTMLElement {
    const returned = document.createElement(tag)
    if (text !== '') returned.append(text)
    for (const [name, value] of Object.entries(attributes)) returned.setAttribute(name, value)
    return returned
  }
  /** Its load is a success of the attack, its error a failure. */
  const append = (returned: HTMLElement): HTMLElement => host.appendChild(returned)
  const appendAndClick = (returned: HTMLElement): void => append(returned).click()
  const blob = (text: string, type: string): string => URL.createObjectURL(new Blob([text], { type }))
  const createMarker = (name: string): string => `window.ran.push('${name}')`
  let hasRemoteAddress = false
  const createRemoteAddress = (name: string): string => {
    hasRemoteAddress = true
    return `${forbiddenOrigin}/${encodeURIComponent(name)}`
  }
  const runInFrame = (name: string): void => {
    const frame = document.createElement('iframe')
    frame.srcdoc = `<script>parent.${createMarker(name)}</script>`
    append(frame)
  }
  const applyRule = (css: string): void => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
    host.classList.add('attacked')
  }
  const openSocket = (name: string): Promise<unknown> => waitForOpen(new WebSocket(createRemoteAddress(name).replace('http', 'ws')))
  const waitForOpen = (source: EventTarget): Promise<unknown> =>
    new Promise((resolve, reject) => {
      source.addEventListener('open', resolve, { once: true })
      source.addEventListener('message', resolve, { once: true })
      source.addEventListener('error', reject, { once: true })
    })
  const sendRequest = (name: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest()
      request.addEventListener('load', resolve)
      request.addEventListener('error', reject)
      request.open('GET', createRemoteAddress(name))
      request.send()
    })
  const submitForm = (name: string): void => {
    const form = buildElement('form', { action: createRemoteAddress(name), method: 'post' })
    append(form)
    if (form instanceof HTMLFormElement) form.requestSubmit()
  }
  const minimalWasm = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])
  /* oxlint-disable no-eval, no-new-func, no-script-url, typescript/no-implied-eval -- what must not work */
  const payloads: Readonly<Record<string, (name: string) => unknown>> = {
    'inline script': (name) => append(buildElement('script', {}, createMarker(name))),
    'event handler attribute': (name) => appendAndClick(buildElement('button', { onclick: createMarker(name) })),
    'event handler of an image': (name) => append(buildElement('img', { onerror: createMarker(name), src: 'data:x' })),
    'javascript: link': (name) => appendAndClick(buildElement('a', { href: `javascript:${createMarker(name)}` })),
    'javascript: address': (name) => location.assign(`javascript:${createMarker(name)}`),
    eval: (name) => globalThis.eval(createMarker(name)),
    'new Function': (name) => new Function(createMarker(name))(),
    'text as timer': (name) => setTimeout(createMarker(name)),
    'remote script': (name) => append(buildElement('script', { src: createRemoteAddress(name) })),
    'remote module': (name) => append(buildElement('script', { type: 'module', src: createRemoteAddress(name) })),
    'data: script': (name) => append(buildElement('script', { src: `data:text/javascript,${createMarker(name)}` })),
    'blob: script': (name) => append(buildElement('script', { src: blob(createMarker(name), 'text/javascript') })),
    'remote import': (name) => import(/* @vite-ignore */ createRemoteAddress(name)),
    'blob: worker': () => new Worker(blob('postMessage(1)', 'text/javascript')),
    'remote worker': (name) => new Worker(createRemoteAddress(name)),
    WebAssembly: () => WebAssembly.compile(minimalWasm).then(() => ran.push('WebAssembly')),
    'HTML as text': (name) => void (host.innerHTML = `<img src=x onerror="${createMarker(name)}">`),
    'written document': (name) => document.write(`<script>${createMarker(name)}</script>`),
    'frame of text': runInFrame,
    // A frame that was blocked tells that it has loaded, like one that was not.
    'remote frame': (name) => void append(buildElement('iframe', { src: createRemoteAddress(name) })),
    'remote object': (name) => append(buildElement('object', { data: createRemoteAddress(name), type: 'text/html' })),
    'remote embed': (name) => append(buildElement('embed', { src: createRemoteAddress(name), type: 'text/html' })),
    'inline style': () => append(buildElement('style', {}, 'body { outline: 1px solid red }')),
    'style attribute': () => append(buildElement('p', { style: 'outline: 1px solid red' })),
    'remote style': (name) => append(buildElement('link', { rel: 'stylesheet', href: createRemoteAddress(name) })),
    'picture of a style': (name) => applyRule(`.attacked { background-image: url(${createRemoteAddress(name)}) }`),
    'remote font': (name) => new FontFace('attack', `url(${createRemoteAddress(name)})`).load(),
    'remote image': (name) => append(buildElement('img', { src: createRemoteAddress(name) })),
    'remote image set': (name) =>
      append(buildElement('img', { srcset: `${createRemoteAddress(name)} 2x, ${createRemoteAddress(name)} 1x` })),
    'remote sound': (name) => append(buildElement('audio', { src: createRemoteAddress(name), autoplay: '' })),
    'remote film': (name) => append(buildElement('video', { src: createRemoteAddress(name), autoplay: '' })),
    fetch: (name) => fetch(createRemoteAddress(name), { mode: 'no-cors' }),
    XMLHttpRequest: sendRequest,
    WebSocket: openSocket,
    EventSource: (name) => waitForOpen(new EventSource(createRemoteAddress(name))),
    beacon: (name) => navigator.sendBeacon(createRemoteAddress(name), 'x'),
    form: submitForm,
    'base address': (name) => document.head.appendChild(buildElement('base', { href: createRemoteAddress(name) })),
    'remote preload': (name) => append(buildElement('link', { rel: 'preload', as: 'script', href: createRemoteAddress(name) })),
    'remote prefetch': (name) => append(buildElement('link', { rel: 'prefetch', href: createRemoteAddress(name) })),
  }
  /* oxlint-enable no-eval, no-new-func, no-script-url, typescript/no-implied-eval */

  /** Ends when the policy, the payload itself or the browser has said what came of it. */
  async function tryPayload(name: string, run: (name: string) => unknown): Promise<PayloadResult> {
    const violation = Promise.withResolvers<'policy'>()
    const completion = Promise.withResolvers<'ran' | 'failed' | 'threw'>()
    const timeout = Promise.withResolvers<'silent'>()
    let isRemote = false
    const onViolation = ({ blockedURI }: SecurityPolicyViolationEvent): void => {
      // What is reported about an address is about this payload when it is this payload's address; of frames only the host is told.
      const isThisPayload = blockedURI === forbiddenOrigin || blockedURI.endsWith(`/${encodeURIComponent(name)}`)
      if (!isRemote || isThisPayload) violation.resolve('policy')
    }
    // What runs within the debugger's own call may do more than the page may, and reports of the payload before have come by then.
    for (let task = 0; task < 3; task += 1) await nextTask()
    document.addEventListener('securitypolicyviolation', onViolation)
    AbortSignal.timeout(1_000).addEventListener('abort', () => timeout.resolve('silent'))
    hasRemoteAddress = false
    try {
      const returned = run(name)
      if (returned instanceof EventTarget) {
        for (const success of ['load', 'message', 'canplay']) returned.addEventListener(success, () => completion.resolve('ran'))
        returned.addEventListener('error', () => completion.resolve('failed'))
      }
      if (returned instanceof Promise) {
        returned.then(
          () => completion.resolve('ran'),
          () => completion.resolve('failed'),
        )
      }
    } catch {
      completion.resolve('threw')
    }
    isRemote = hasRemoteAddress
    const first = await Promise.race([violation.promise, completion.promise, timeout.promise])
    // The report comes in a task of its own, after the error that the payload sees.
    const report = Promise.race([
      violation.promise,
      nextTask()
        .then(nextTask)
        .then(() => first),
    ])
    const outcome = first === 'failed' ? await report : first
    document.removeEventListener('securitypolicyviolation', onViolation)
    return { name, outcome: ran.includes(name) ? 'ran' : outcome }
  }

  const results: PayloadResult[] = []
  for (const [name, run] of Object.entries(payloads))
    if (only === undefined || only.includes(name)) results.push(await tryPayload(name, run))
  host.remove()
  return results
}
