// How `npm run proof` reads Playwright's report: a row is reached only when a spec claimed it, ran, passed and recorded facts.

import { expect, test } from '@playwright/test'
import { collectRows, type ReportSuite } from '../../../../scripts/proof/collect.ts'

const row = { row: 7, promise: 'A promise', target: '0 hits' }
type Status = 'expected' | 'unexpected' | 'skipped' | 'flaky'

function createReport(...specs: readonly { readonly title: string; readonly status: Status; readonly facts?: object }[]): ReportSuite {
  return {
    suites: [
      {
        specs: specs.map(({ title, status, facts }) => ({
          title,
          tests: [{ status, annotations: facts === undefined ? [] : [{ type: 'proven', description: JSON.stringify(facts) }] }],
        })),
      },
    ],
  }
}

const collectRow = (report: ReportSuite) => collectRows([row], report, '2026-01-02')[0]

test.describe('proof row', () => {
  test('is not reached when no spec claims it', () => {
    expect(collectRow(createReport({ title: '[row 71] another', status: 'expected' }))?.reached).toBe(false)
  })

  test('is neither reached nor missed when its only spec was skipped', () => {
    expect(collectRow(createReport({ title: '[row 7] on a Mac', status: 'skipped' }))).toMatchObject({
      reached: null,
      notProven: ['skipped here'],
    })
  })

  test('is not reached when the spec records no facts', () => {
    expect(collectRow(createReport({ title: '[row 7] silent', status: 'expected' }))?.reached).toBe(false)
  })

  test('is not reached when one of its specs failed', () => {
    const facts = { figure: '0 hits', cases: 3, where: ['Node'] }
    const report = createReport({ title: '[row 7] good', status: 'expected', facts }, { title: '[row 7] bad', status: 'unexpected' })
    expect(collectRow(report)).toMatchObject({ reached: false, figure: '1 of 2 specs failed (to reach: 0 hits)' })
  })

  test('adds up the cases of several specs and lists each target once', () => {
    const report = createReport(
      { title: '[row 7] here', status: 'expected', facts: { figure: '0 hits', cases: 3, where: ['Node'] } },
      {
        title: '[rows 7, 8] there',
        status: 'expected',
        facts: { figure: '0 hits', cases: 4, where: ['Node', 'stand-in'], notProven: ['Windows'] },
      },
    )
    expect(collectRow(report)).toEqual({
      row: 7,
      promise: 'A promise',
      figure: '0 hits',
      reached: true,
      cases: 7,
      where: ['Node', 'stand-in'],
      notProven: ['Windows'],
      date: '2026-01-02',
    })
  })
})
