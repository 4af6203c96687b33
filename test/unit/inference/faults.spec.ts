// Every fault of the table, through the real door and the real inference code: the codes that the table says.

import { expect, test } from '@playwright/test'
import { faultNames, faults, isHubFaultName } from '../../support/faults.ts'
import { startHub } from '../../support/hub/hub.ts'
import { ask } from './replying.ts'

const model = 'Qwen/Qwen3-4B-Instruct-2507'

for (const name of faultNames.filter(isHubFaultName)) {
  const fault = faults[name]
  test(`when a server does "${fault.does}", the run ends as the table says`, async () => {
    await using hub = await startHub({ speed: 0 })
    await hub.setFault(name)
    const { end } = await ask(hub, {
      request: { model },
      key: { reveal: () => hub.keys.fineGrained },
      timers: { firstByteMs: 400, betweenBytesMs: 400 },
    })
    expect(end.kind === 'failed' ? { kind: 'failed', code: end.failure.code } : { kind: end.kind }).toEqual(fault.expected)
  })
}

test('without a fault the same way leads to an answer', async () => {
  await using hub = await startHub({ speed: 0 })
  const messages = [{ role: 'user', content: '/reasoning think-tags\n/say Just this.' }] as const
  const { text, end } = await ask(hub, { request: { model, messages }, key: { reveal: () => hub.keys.fineGrained } })
  expect([text, end.kind]).toEqual(['Just this.', 'ended'])
})
