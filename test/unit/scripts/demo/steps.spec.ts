// Steps that are told as they are taken, and that end when the demo has to.

import { expect, test } from '@playwright/test'
import { createSteps, NotSeen, type Steps } from '../../../../scripts/demo/steps.ts'

function start(): { readonly steps: Steps; readonly said: readonly string[]; readonly end: (reason: string) => void } {
  const said: string[] = []
  const ending = new AbortController()
  return { steps: createSteps((line) => void said.push(line), ending.signal), said, end: (reason) => ending.abort(reason) }
}

test('a step that was seen is told with its time', async () => {
  const { steps, said } = start()
  expect(await steps.take('The door opens', async () => 'open')).toBe('open')
  expect(said).toEqual([expect.stringMatching(/^ +\d+\.\d s {2}The door opens$/)])
  expect(steps.failed()).toBe(null)
})

test('the first step that was not seen is the one that failed, with what was said instead', async () => {
  const { steps, said } = start()
  await expect(
    steps.take('The door opens', async () => Promise.reject(new NotSeen('The door\n  is locked.', 'key-missing'))),
  ).rejects.toThrow()
  await expect(steps.take('The light goes on', async () => Promise.reject(new Error('dark')))).rejects.toThrow()
  expect(steps.failed()).toEqual({ step: 'The door opens', reason: 'The door is locked.', code: 'key-missing' })
  expect(said.filter((line) => line.includes('NOT SEEN'))).toHaveLength(2)
})

test('a step that waits for ever ends with the demo, and gives its reason', async () => {
  const { steps, end } = start()
  const waiting = steps.take('The bus comes', () => new Promise(() => undefined))
  end('It took too long.')
  await expect(waiting).rejects.toThrow('It took too long.')
  expect(steps.failed()).toEqual({ step: 'The bus comes', reason: 'It took too long.', code: null })
})

test('no step is begun after the end', async () => {
  const { steps, end } = start()
  end('It is over.')
  const begun: string[] = []
  await expect(steps.take('One more', async () => begun.push('one more'))).rejects.toBeDefined()
  expect(begun).toEqual([])
})

test('what goes wrong beside the steps has failed too, but not in the place of a step', async () => {
  const { steps } = start()
  steps.stumble('Between two steps', new Error('It fell.'))
  expect(steps.failed()).toEqual({ step: 'Between two steps', reason: 'It fell.', code: null })
  steps.stumble('Later', new Error('It fell again.'))
  expect(steps.failed()?.step).toBe('Between two steps')
})
