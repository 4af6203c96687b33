// Steps that are told as they are taken, and that end when the demo has to.

import { expect, test } from '@playwright/test'
import { createStepRunner, StepError, type StepRunner } from '../../../../scripts/demo/step-runner.ts'

function start(): { readonly steps: StepRunner; readonly messages: readonly string[]; readonly end: (reason: string) => void } {
  const messages: string[] = []
  const abortController = new AbortController()
  return {
    steps: createStepRunner((line) => void messages.push(line), abortController.signal),
    messages,
    end: (reason) => abortController.abort(reason),
  }
}

test('a step that was seen is told with its time', async () => {
  const { steps, messages } = start()
  expect(await steps.run('The door opens', async () => 'open')).toBe('open')
  expect(messages).toEqual([expect.stringMatching(/^ +\d+\.\d s {2}The door opens$/)])
  expect(steps.failed()).toBe(null)
})

test('the first step that was not seen is the one that failed, with what was said instead', async () => {
  const { steps, messages } = start()
  await expect(
    steps.run('The door opens', async () => Promise.reject(new StepError('The door\n  is locked.', 'key-missing'))),
  ).rejects.toThrow()
  await expect(steps.run('The light goes on', async () => Promise.reject(new Error('dark')))).rejects.toThrow()
  expect(steps.failed()).toEqual({ step: 'The door opens', reason: 'The door is locked.', code: 'key-missing' })
  expect(messages.filter((line) => line.includes('NOT SEEN'))).toHaveLength(2)
})

test('a step that waits for ever ends with the demo, and gives its reason', async () => {
  const { steps, end } = start()
  const waiting = steps.run('The bus comes', () => new Promise(() => undefined))
  end('It took too long.')
  await expect(waiting).rejects.toThrow('It took too long.')
  expect(steps.failed()).toEqual({ step: 'The bus comes', reason: 'It took too long.', code: null })
})

test('no step is begun after the end', async () => {
  const { steps, end } = start()
  end('It is over.')
  const startedSteps: string[] = []
  await expect(steps.run('One more', async () => startedSteps.push('one more'))).rejects.toBeDefined()
  expect(startedSteps).toEqual([])
})

test('what goes wrong beside the steps has failed too, but not in the place of a step', async () => {
  const { steps } = start()
  steps.recordFailure('Between two steps', new Error('It fell.'))
  expect(steps.failed()).toEqual({ step: 'Between two steps', reason: 'It fell.', code: null })
  steps.recordFailure('Later', new Error('It fell again.'))
  expect(steps.failed()?.step).toBe('Between two steps')
})
