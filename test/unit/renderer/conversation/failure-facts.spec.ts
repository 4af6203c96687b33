// The technical details listed under a failed answer.

import { expect, test } from '@playwright/test'
import { listFailureFacts } from '../../../../renderer/conversation/failure-facts.ts'
import { failedAnswer } from '../state/sample-answers.ts'

test.describe('failure facts', () => {
  test('lists every known fact once', () => {
    const failure = { code: 'provider-failed', detail: '500 · together · request abc · Internal server error' } as const
    expect(listFailureFacts(failure, failedAnswer(failure, { provider: 'together' }), '1.2.3')).toEqual([
      { name: 'code', value: 'provider-failed' },
      { name: 'reply', value: '500 · together · request abc · Internal server error' },
      { name: 'model', value: 'maker/model' },
      { name: 'provider', value: 'together' },
      { name: 'time', value: '2026-11-25 22:26:10 UTC' },
      { name: 'version', value: '1.2.3' },
    ])
  })

  test('omits unknown facts, the prompt and the answer', () => {
    const failure = { code: 'cut-off' } as const
    const facts = listFailureFacts(failure, failedAnswer(failure, { text: 'an answer', reasoning: 'a thought', keyName: 'laptop' }), null)
    expect(facts.map(({ name, value }) => `${name} ${value}`)).toEqual([
      'code cut-off',
      'model maker/model',
      'time 2026-11-25 22:26:10 UTC',
    ])
  })
})
