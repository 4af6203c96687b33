// What a page can reach: the bridge of the contract, and nothing of Node, Electron or the preload script.

import { readFileSync } from 'node:fs'
import { calls, channels, events, keyCalls } from '../../../shared/contract.ts'
import { expect, type RestartableApp, test } from '../../fixtures.ts'
import { findNames, inspectBridge, installSpies, listGrantedPermissions, useBridgeWithSpies } from '../../support/page/page-isolation.ts'
import { getProofTarget, recordProof } from '../../support/proof.ts'

const onStandInOnly = (app: RestartableApp, entry: string): readonly string[] => (app.isStandIn ? [entry] : [])

const listMemberPaths = (part: string, table: object): readonly string[] => [part, ...Object.keys(table).map((name) => `${part}.${name}()`)]

const nodeGlobalNames = [
  'require',
  'process',
  'Buffer',
  'module',
  'exports',
  'global',
  '__dirname',
  '__filename',
  'setImmediate',
  'electron',
  'ipcRenderer',
  'contextBridge',
] as const

/** The permissions that pages can query; Electron has more. */
const platformPermissions = [
  'accelerometer',
  'ambient-light-sensor',
  'background-fetch',
  'background-sync',
  'camera',
  'clipboard-read',
  'clipboard-write',
  'display-capture',
  'geolocation',
  'gyroscope',
  'idle-detection',
  'keyboard-lock',
  'local-fonts',
  'local-network-access',
  'magnetometer',
  'microphone',
  'midi',
  'nfc',
  'notifications',
  'payment-handler',
  'periodic-background-sync',
  'persistent-storage',
  'pointer-lock',
  'screen-wake-lock',
  'speaker-selection',
  'storage-access',
  'system-wake-lock',
  'window-management',
] as const

test.describe('windows', () => {
  test.use({ setup: { key: 'none' } })

  test('[row 14] and their frames have nothing of Node or Electron', async ({ chat, app, keyWindow }) => {
    const visibleNames = []
    for (const page of [chat.page, keyWindow.page]) {
      for (const inFrame of [false, true]) visibleNames.push(await page.evaluate(findNames, { names: nodeGlobalNames, inFrame }))
    }
    expect(visibleNames).toEqual([
      { bridge: true, found: [] },
      { bridge: false, found: [] },
      { bridge: true, found: [] },
      { bridge: false, found: [] },
    ])
    recordProof({
      figure: `${visibleNames.length} of ${visibleNames.length} windows and frames without Node`,
      cases: visibleNames.length,
      where: [getProofTarget(app)],
      notProven: onStandInOnly(app, "isolation by Electron's own worlds"),
    })
  })

  test('[row 14] have a sandboxed process each', async ({ chat, app, keyWindow }) => {
    test.skip(process.platform !== 'linux', 'The sandbox of a process is read from /proc, which only Linux has.')
    const pids = [await app.rendererPidOf(chat.page), await app.rendererPidOf(keyWindow.page)]
    expect(new Set(pids).size).toBe(2)
    // 2: system calls are filtered (proc(5)).
    expect(pids.map((pid) => /^Seccomp:\s+(\d)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])).toEqual(['2', '2'])
    recordProof({
      figure: '2 of 2 processes sandboxed',
      cases: 2,
      where: [getProofTarget(app)],
      notProven: onStandInOnly(app, "the sandbox of Electron's own binary"),
    })
  })

  test('[row 14] hide the preload script from poisoned prototypes', async ({ chat, app }) => {
    const poisonSession = await chat.page.context().newCDPSession(chat.page)
    const { identifier } = await poisonSession.send('Page.addScriptToEvaluateOnNewDocument', { source: `(${installSpies.toString()})()` })
    await poisonSession.send('Page.enable')
    await chat.page.reload()
    // The first closes the window, the second waits for a dialog of the system.
    const names = Object.keys(calls).filter((name) => name !== 'app.readyToClose' && name !== 'report.save')
    const visibleNames = await chat.page.evaluate(useBridgeWithSpies, { names, secrets: Object.values(channels) })
    await poisonSession.send('Page.removeScriptToEvaluateOnNewDocument', { identifier })
    await chat.page.reload()
    // Control: the spies see what the page itself does, and recognize the preload's objects.
    expect(visibleNames.own).toBeGreaterThan(0)
    expect(visibleNames.control).toEqual(['channel', 'ipcRenderer'])
    expect(visibleNames.replies).toBe(names.length)
    expect(visibleNames.preloads).toEqual([])
    recordProof({
      figure: `0 of ${visibleNames.values} values seen by poisoned prototypes are the preload's`,
      cases: visibleNames.functions,
      where: [getProofTarget(app)],
      notProven: onStandInOnly(app, "isolation by Electron's own worlds"),
    })
  })

  test('[row 22] have a frozen bridge with exactly their part of the contract', async ({ chat, app, keyWindow }) => {
    const bridgeWalks = [await chat.page.evaluate(inspectBridge), await keyWindow.page.evaluate(inspectBridge)]
    const promisedFeatures = [
      ['parley', ...listMemberPaths('parley.calls', calls), ...listMemberPaths('parley.events', events)],
      ['parley', ...listMemberPaths('parley.calls', keyCalls)],
    ]
    expect(bridgeWalks.map(({ paths }) => paths.toSorted())).toEqual(promisedFeatures.map((paths) => paths.toSorted()))
    expect(bridgeWalks.map(({ changeable }) => changeable)).toEqual([[], []])
    // Beyond the globals of every page, a window has the bridge and its frames.
    expect(bridgeWalks.map(({ globals }) => globals)).toEqual([['parley'], ['parley']])
    const cases = bridgeWalks.reduce((sum, { paths }) => sum + paths.length, 0)
    recordProof({ figure: '0 extra', cases, where: [getProofTarget(app)], notProven: onStandInOnly(app, "Electron's own context bridge") })
  })

  test('[row 23] have only the permission to write to the clipboard', async ({ chat, app, keyWindow }) => {
    const granted = []
    for (const page of [chat.page, keyWindow.page]) granted.push(await page.evaluate(listGrantedPermissions, platformPermissions))
    expect(granted).toEqual([['clipboard-write'], []])
    recordProof({
      figure: 'only clipboard-write is granted, to the chat window',
      cases: platformPermissions.length * 2,
      where: [getProofTarget(app)],
      notProven: onStandInOnly(app, 'permissions that only Electron knows'),
    })
  })
})
