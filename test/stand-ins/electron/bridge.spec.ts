// The preload's world and Electron's context bridge on the stand-in: what a preload has, what crosses, and that a hostile page
// sees nothing of it.

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

test('gives a preload electron and nothing of Node', async () => {
  const world = await page.evaluate(() => window.bridge.world())
  expect(world).toEqual({
    node: ['undefined', 'undefined', 'undefined', 'undefined'],
    missing: ['fs', 'node:fs', 'child_process', './other.cjs'].map((name) => `module not found: ${name}`),
    electron: ['contextBridge', 'ipcRenderer'],
  })
})

test('has run the preload before the first script of the page', async () => {
  expect(await page.evaluate(() => window.atStart)).toBe('object')
})

test('gives the page no require, no process and nothing of the preload but what was exposed', async () => {
  const leakedNames = await page.evaluate(() => {
    const cleanFrame = document.createElement('iframe')
    document.body.append(cleanFrame)
    const standardGlobals = new Set(Object.getOwnPropertyNames(cleanFrame.contentWindow))
    cleanFrame.remove()
    return Object.getOwnPropertyNames(window).filter((name) => !standardGlobals.has(name) && !/^\d+$/.test(name))
  })
  expect(leakedNames.toSorted()).toEqual(['atStart', 'bridge'])
})

test('freezes what is exposed and lets nobody replace it', async () => {
  const results = await page.evaluate(() => {
    const { writable, configurable, enumerable } = Object.getOwnPropertyDescriptor(window, 'bridge') ?? {}
    const { bridge } = window
    return [writable, configurable, enumerable, ...[bridge, bridge.list, bridge.list[1], bridge.give, bridge.keep].map(Object.isFrozen)]
  })
  expect(results).toEqual([false, false, true, true, true, true, true, true])
})

test('copies values in both directions', async () => {
  const bridgeInput = { list: [1, undefined, 'two', null], date: new Date(3), bytes: new Uint8Array([4]), deep: { deeper: [{}] } }
  expect(await page.evaluate((value) => window.bridge.give(value), bridgeInput)).toEqual(bridgeInput)
  const results = await page.evaluate(() => {
    const value = { map: new Map([[1, new Set([2])]]) }
    const bridgeOutput = window.bridge.give(value)
    return [
      bridgeOutput !== value && bridgeOutput.map !== value.map,
      Array.from(bridgeOutput.map.get(1) ?? []),
      window.bridge.kindOf(new Map()),
    ]
  })
  expect(results).toEqual([true, [2], '[object Map]'])
})

test('keeps nothing of an object but its own properties', async () => {
  const results = await page.evaluate(() => {
    const bridgeObject = window.bridge.thing()
    return [Object.getPrototypeOf(bridgeObject) === Object.prototype, Object.entries(bridgeObject)]
  })
  expect(results).toEqual([true, [['own', 1]]])
})

test('keeps cycles, and refuses what is nested a thousand deep', async () => {
  const results = await page.evaluate(() => {
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    const bridgeOutput = window.bridge.give(cycle)
    let deep: object = {}
    for (let depth = 0; depth < 1100; depth += 1) deep = { deep }
    try {
      window.bridge.give(deep)
      return [bridgeOutput.self === bridgeOutput, 'taken']
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
  ['an error', 'fail()', 'refused'],
  [
    'a value',
    'failWith(1)',
    'An unknown exception occurred in the isolated context, an error occurred but a valid exception was not thrown.',
  ],
] as const) {
  test(`tells only the message when a preload throws ${caseName}`, async () => {
    const results = await page.evaluate(`(() => {
      try { window.bridge.${call}; return 'nothing thrown' }
      catch (error) { return [error.constructor === Error, error.message, Object.keys(error)] }
    })()`)
    expect(results).toEqual([true, expectedMessage, []])
  })
}

test('settles promises of the preload in the page, with an error of the page', async () => {
  const results = await page.evaluate(async () => {
    const failed = await window.bridge.failLater().catch((error: Error) => [error.constructor === Error, error.message])
    return [await window.bridge.later({ value: 1 }), window.bridge.later(1) instanceof Promise, failed]
  })
  expect(results).toEqual([{ value: 1 }, true, [true, 'too late']])
})

test('lets a preload call functions of the page, which may fail', async () => {
  const results = await page.evaluate(() => [
    window.bridge.callBack((...args) => [args, args[1] instanceof Object]),
    window.bridge.failBack(() => {
      throw new SyntaxError('of the page')
    }),
  ])
  expect(results).toEqual([
    [['called', { in: 'the page' }], true],
    [true, 'of the page'],
  ])
})

test('keeps functions of the page for later, and gives the page its own back', async () => {
  const results = await page.evaluate(() => {
    const bridgeInput = { listener: () => document.title }
    window.bridge.keep.add(bridgeInput.listener)
    return [window.bridge.keep.call(), window.bridge.give(bridgeInput.listener) === bridgeInput.listener]
  })
  expect(results).toEqual([['Fixture'], true])
})

test('shows no source text of a function of the preload', async () => {
  expect(await page.evaluate(() => window.bridge.give.toString())).toBe('function () { [native code] }')
})

// What a page could change to see a bridge at work, in the words of the page.
const poisonScript = `
  const { apply, construct } = Reflect
  const { defineProperty: define } = Object
  let stolen = ''
  const steal = (what) => { stolen += String(what) + ' ' }
  const trap = (object, key) => {
    const usual = object[key]
    define(object, key, { __proto__: null, configurable: true, value(...args) { steal(key); return apply(usual, this, args) } })
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
    const usual = globalThis[name]
    globalThis[name] = new Proxy(usual, {
      __proto__: null,
      construct(_usual, args, made) { steal(name); return construct(usual, args, made) },
      apply(_usual, self, args) { steal(name); return apply(usual, self, args) },
    })
  }
  define(CustomEvent.prototype, 'detail', { __proto__: null, get() { steal('detail') } })
  const names = ['0', '1', 'then', 'kind', 'id', 'value', 'parcel', 'parts', 'names', 'count', 'get', 'set', 'writable', 'bubbles', 'cancelable', 'composed', 'message', 'resolve', 'reject', 'keep', 'break']
  for (let at = 0; at < names.length; at += 1) {
    const key = names[at]
    define(Object.prototype, key, { __proto__: null, configurable: true, get() { steal('own ' + key) }, set() { steal('own ' + key) } })
  }
  Error.prepareStackTrace = (error, calls) => { if (calls[0].getFunction()) steal('function'); return '' }
`

const useScript = `
  const bridge = window.bridge
  let heard = ''
  const off = bridge.on('news', (text) => { heard += text + window.event })
  stolen = ''
  const one = bridge.give('plain')
  const two = bridge.callBack((text) => text + window.event)
  let three = 'nothing thrown'
  try { bridge.fail() } catch (error) { three = error.message }
  const atCalls = stolen
  const waiting = bridge.invoke('echo', 'crossed')
`

test('works on, and is not seen, when the page changes every prototype', async () => {
  // Not through Playwright, whose own way of reading a page's values needs the prototypes too.
  const session = await page.context().newCDPSession(page)
  const evaluateExpression = async (expression: string): Promise<unknown> => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
    return exceptionDetails?.exception?.description ?? result.value
  }
  await evaluateExpression(
    `(() => { ${poisonScript}; ${useScript}; globalThis.result = one + '|' + two + '|' + three; globalThis.atCalls = atCalls; globalThis.waiting = waiting })()`,
  )
  expect(await evaluateExpression('result')).toBe('plain|calledundefined|refused')
  expect(await evaluateExpression('atCalls')).toBe('')
  expect(await evaluateExpression('waiting')).toBe('crossed')
})

test('works when the page clears its document', async () => {
  const results = await page.evaluate(() => {
    document.open()
    document.write('<p>Anew</p>')
    document.close()
    return window.bridge.invoke('echo', document.body.textContent)
  })
  expect(results).toBe('Anew')
})

test('is not there in a frame inside the page', async () => {
  await page.evaluate(() => {
    document.body.append(Object.assign(document.createElement('iframe'), { src: 'key.html' }))
  })
  const frameRoot = page.frameLocator('iframe').locator(':root')
  expect(await frameRoot.evaluate(() => [document.title, window.atStart])).toEqual(['Second', 'undefined'])
})
