// The preload's world and Electron's context bridge on the stand-in: what a preload can use, what crosses the bridge, and that a
// hostile page cannot observe it.

import { expect, test, type Page } from '@playwright/test'
import type { LaunchedApp } from '../../support/launch.ts'
import { inMain, launchFixture } from './fixture-app.ts'

let app: LaunchedApp
let page: Page

test.beforeAll(async () => {
  app = await launchFixture()
  page = await app.chatWindow()
  await inMain(page, ({ ipcMain }) => ipcMain.handle('echo', (_event, value: unknown) => value))
})
test.afterAll(() => app.close())
test.beforeEach(() => page.reload())

test.describe('context bridge', () => {
  test('offers a preload the electron module and nothing of Node', async () => {
    const world = await page.evaluate(() => window.bridge.inspectWorld())
    expect(world).toEqual({
      node: ['undefined', 'undefined', 'undefined', 'undefined'],
      missing: ['fs', 'node:fs', 'child_process', './other.cjs'].map((name) => `module not found: ${name}`),
      electron: ['contextBridge', 'ipcRenderer'],
    })
  })

  test('runs the preload before the first script of the page', async () => {
    expect(await page.evaluate(() => window.bridgeTypeAtStart)).toBe('object')
  })

  test('shows the page only what the preload exposed: no require, no process', async () => {
    const leakedNames = await page.evaluate(() => {
      const cleanFrame = document.createElement('iframe')
      document.body.append(cleanFrame)
      const standardGlobals = new Set(Object.getOwnPropertyNames(cleanFrame.contentWindow))
      cleanFrame.remove()
      return Object.getOwnPropertyNames(window).filter((name) => !standardGlobals.has(name) && !/^\d+$/.test(name))
    })
    expect(leakedNames.toSorted()).toEqual(['bridge', 'bridgeTypeAtStart'])
  })

  test('freezes the exposed API and makes it impossible to replace', async () => {
    const results = await page.evaluate(() => {
      const { writable, configurable, enumerable } = Object.getOwnPropertyDescriptor(window, 'bridge') ?? {}
      const { bridge } = window
      return [
        writable,
        configurable,
        enumerable,
        ...[bridge, bridge.list, bridge.list[1], bridge.echo, bridge.listeners].map(Object.isFrozen),
      ]
    })
    expect(results).toEqual([false, false, true, true, true, true, true, true])
  })

  test('copies values in both directions', async () => {
    const bridgeInput = { list: [1, undefined, 'two', null], date: new Date(3), bytes: new Uint8Array([4]), deep: { deeper: [{}] } }
    expect(await page.evaluate((value) => window.bridge.echo(value), bridgeInput)).toEqual(bridgeInput)
    const results = await page.evaluate(() => {
      const value = { map: new Map([[1, new Set([2])]]) }
      const bridgeOutput = window.bridge.echo(value)
      return [
        bridgeOutput !== value && bridgeOutput.map !== value.map,
        Array.from(bridgeOutput.map.get(1) ?? []),
        window.bridge.typeTag(new Map()),
      ]
    })
    expect(results).toEqual([true, [2], '[object Map]'])
  })

  test('copies only the own properties of an object', async () => {
    const results = await page.evaluate(() => {
      const bridgeObject = window.bridge.createInstance()
      return [Object.getPrototypeOf(bridgeObject) === Object.prototype, Object.entries(bridgeObject)]
    })
    expect(results).toEqual([true, [['own', 1]]])
  })

  test('preserves cycles and refuses more than a thousand levels', async () => {
    const results = await page.evaluate(() => {
      const cycle: { self?: unknown } = {}
      cycle.self = cycle
      const bridgeOutput = window.bridge.echo(cycle)
      let deep: object = {}
      for (let depth = 0; depth < 1100; depth += 1) deep = { deep }
      try {
        window.bridge.echo(deep)
        return [bridgeOutput.self === bridgeOutput, 'accepted']
      } catch (error) {
        return [bridgeOutput.self === bridgeOutput, String(error)]
      }
    })
    expect(results).toEqual([
      true,
      'Error: Electron contextBridge recursion depth exceeded.  Nested objects deeper than 1000 are not supported.',
    ])
  })

  for (const [caseName, call, expectedMessage] of [
    ['an error', 'throwError()', 'refused'],
    [
      'a value',
      'throwValue(1)',
      'An unknown exception occurred in the isolated context, an error occurred but a valid exception was not thrown.',
    ],
  ] as const) {
    test(`passes on only the message when a preload throws ${caseName}`, async () => {
      const results = await page.evaluate(`(() => {
      try { window.bridge.${call}; return 'nothing thrown' }
      catch (error) { return [error.constructor === Error, error.message, Object.keys(error)] }
    })()`)
      expect(results).toEqual([true, expectedMessage, []])
    })
  }

  test('settles promises of the preload in the page, with errors made in the page', async () => {
    const results = await page.evaluate(async () => {
      const failed = await window.bridge.rejectLater().catch((error: Error) => [error.constructor === Error, error.message])
      return [await window.bridge.resolveLater({ value: 1 }), window.bridge.resolveLater(1) instanceof Promise, failed]
    })
    expect(results).toEqual([{ value: 1 }, true, [true, 'too late']])
  })

  test('lets a preload call functions of the page and catch their errors', async () => {
    const results = await page.evaluate(() => [
      window.bridge.callListener((...args) => [args, args[1] instanceof Object]),
      window.bridge.catchFromListener(() => {
        throw new SyntaxError('of the page')
      }),
    ])
    expect(results).toEqual([
      [['called', { in: 'the page' }], true],
      [true, 'of the page'],
    ])
  })

  test('stores functions of the page and gives the page back its own function', async () => {
    const results = await page.evaluate(() => {
      const bridgeInput = { listener: () => document.title }
      window.bridge.listeners.add(bridgeInput.listener)
      return [window.bridge.listeners.callAll(), window.bridge.echo(bridgeInput.listener) === bridgeInput.listener]
    })
    expect(results).toEqual([['Fixture'], true])
  })

  test('hides the source text of preload functions', async () => {
    expect(await page.evaluate(() => window.bridge.echo.toString())).toBe('function () { [native code] }')
  })

  // Everything a hostile page could replace to observe the bridge; runs in the page.
  const poisonScript = `
  const { apply, construct } = Reflect
  const { defineProperty: define } = Object
  let stolen = ''
const steal = (name) => { stolen += String(name) + ' ' }
  const trap = (object, key) => {
const original = object[key]
    define(object, key, { __proto__: null, configurable: true, value(...args) { steal(key); return apply(original, this, args) } })
  }
  for (const key of ['push', 'map', 'slice', 'concat', 'forEach', 'join', Symbol.iterator]) trap(Array.prototype, key)
  for (const key of ['call', 'apply', 'bind', 'toString']) trap(Function.prototype, key)
  for (const key of ['hasOwnProperty', 'toString', 'valueOf']) trap(Object.prototype, key)
  for (const key of ['get', 'set', 'has']) { trap(Map.prototype, key); trap(WeakMap.prototype, key) }
  for (const key of ['addEventListener', 'dispatchEvent', 'removeEventListener']) trap(EventTarget.prototype, key)
  for (const key of ['then', 'catch', 'finally']) trap(Promise.prototype, key)
  for (const key of ['parse', 'stringify']) trap(JSON, key)
  for (const key of ['keys', 'entries', 'assign', 'create', 'defineProperty', 'freeze', 'getPrototypeOf']) trap(Object, key)
  for (const key of ['apply', 'get', 'set', 'ownKeys', 'defineProperty']) trap(Reflect, key)
  for (const name of ['CustomEvent', 'Promise', 'Error', 'Map', 'WeakMap', 'structuredClone']) {
const original = globalThis[name]
globalThis[name] = new Proxy(original, {
      __proto__: null,
construct(_target, args, newTarget) { steal(name); return construct(original, args, newTarget) },
apply(_target, self, args) { steal(name); return apply(original, self, args) },
    })
  }
  define(CustomEvent.prototype, 'detail', { __proto__: null, get() { steal('detail') } })
  const names = ['0', '1', 'then', 'kind', 'id', 'value', 'content', 'parts', 'names', 'count', 'get', 'set', 'writable', 'bubbles', 'cancelable', 'composed', 'message', 'resolve', 'reject']
  for (let at = 0; at < names.length; at += 1) {
    const key = names[at]
    define(Object.prototype, key, { __proto__: null, configurable: true, get() { steal('own ' + key) }, set() { steal('own ' + key) } })
  }
  Error.prepareStackTrace = (error, calls) => { if (calls[0].getFunction()) steal('function'); return '' }
`

  const useScript = `
  const bridge = window.bridge
let received = ''
const off = bridge.on('news', (text) => { received += text + window.event })
  stolen = ''
const one = bridge.echo('plain')
const two = bridge.callListener((text) => text + window.event)
  let three = 'nothing thrown'
try { bridge.throwError() } catch (error) { three = error.message }
  const atCalls = stolen
const pending = bridge.invoke('echo', 'crossed')
`

  test('works unobserved when the page has replaced every prototype method', async () => {
    // Not through Playwright: its own serialization of page values needs the prototypes too.
    const session = await page.context().newCDPSession(page)
    const evaluateExpression = async (expression: string): Promise<unknown> => {
      const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
      return exceptionDetails?.exception?.description ?? result.value
    }
    await evaluateExpression(
      `(() => { ${poisonScript}; ${useScript}; globalThis.result = one + '|' + two + '|' + three; globalThis.atCalls = atCalls; globalThis.pending = pending })()`,
    )
    expect(await evaluateExpression('result')).toBe('plain|calledundefined|refused')
    expect(await evaluateExpression('atCalls')).toBe('')
    expect(await evaluateExpression('pending')).toBe('crossed')
  })

  test('works after the page has cleared its document', async () => {
    const results = await page.evaluate(() => {
      document.open()
      document.write('<p>Anew</p>')
      document.close()
      return window.bridge.invoke('echo', document.body.textContent)
    })
    expect(results).toBe('Anew')
  })

  test('is missing in a frame inside the page', async () => {
    await page.evaluate(() => {
      document.body.append(Object.assign(document.createElement('iframe'), { src: 'key.html' }))
    })
    const frameRoot = page.frameLocator('iframe').locator(':root')
    expect(await frameRoot.evaluate(() => [document.title, window.bridgeTypeAtStart])).toEqual(['Second', 'undefined'])
  })
})
