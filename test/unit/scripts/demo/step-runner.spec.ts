// The step runner of the demo: printed steps, the first failure, and aborting.

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

test.describe('demo step runner', () => {
  test('prints a finished step with its time', async () => {
    const { steps, messages } = start()
    expect(await steps.run('The door opens', async () => 'open')).toBe('open')
    expect(messages).toEqual([expect.stringMatching(/^ +\d+\.\d s {2}The door opens$/)])
    expect(steps.failed()).toBe(null)
  })

  test('records the first failed step with its message', async () => {
    const { steps, messages } = start()
    await expect(
      steps.run('The door opens', async () => Promise.reject(new StepError('The door\n  is locked.', 'key-missing'))),
    ).rejects.toThrow()
    await expect(steps.run('The light turns on', async () => Promise.reject(new Error('dark')))).rejects.toThrow()
    expect(steps.failed()).toEqual({ step: 'The door opens', reason: 'The door is locked.', code: 'key-missing' })
    expect(messages.filter((line) => line.includes('NOT SEEN'))).toHaveLength(2)
  })

  test('rejects a pending step with the reason of the abort', async () => {
    const { steps, end } = start()
    const pendingStep = steps.run('The bus comes', () => new Promise(() => undefined))
    end('It took too long.')
    await expect(pendingStep).rejects.toThrow('It took too long.')
    expect(steps.failed()).toEqual({ step: 'The bus comes', reason: 'It took too long.', code: null })
  })

  test('starts no step after the abort', async () => {
    const { steps, end } = start()
    end('It is over.')
    const startedSteps: string[] = []
    await expect(steps.run('One more', async () => startedSteps.push('one more'))).rejects.toBeDefined()
    expect(startedSteps).toEqual([])
  })

  test('records a failure between steps only if no step has failed', async () => {
    const { steps } = start()
    steps.recordFailure('Between two steps', new Error('It failed.'))
    expect(steps.failed()).toEqual({ step: 'Between two steps', reason: 'It failed.', code: null })
    steps.recordFailure('Later', new Error('It failed again.'))
    expect(steps.failed()?.step).toBe('Between two steps')
  })
})
