// How the proof reads what the specs have shown: a row is reached only when it was claimed, ran, passed and said so.

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

test('a row that no spec claims is not reached', () => {
  expect(collectRow(createReport({ title: '[row 71] another', status: 'expected' }))?.reached).toBe(false)
})

test('a row whose only spec could not run here is neither reached nor missed', () => {
  expect(collectRow(createReport({ title: '[row 7] on a Mac', status: 'skipped' }))).toMatchObject({
    reached: null,
    notProven: ['skipped here'],
  })
})

test('a spec that passes without saying what it showed proves nothing', () => {
  expect(collectRow(createReport({ title: '[row 7] silent', status: 'expected' }))?.reached).toBe(false)
})

test('one failed spec makes its row unreached, whatever the others show', () => {
  const facts = { figure: '0 hits', cases: 3, where: ['Node'] }
  const report = createReport({ title: '[row 7] good', status: 'expected', facts }, { title: '[row 7] bad', status: 'unexpected' })
  expect(collectRow(report)).toMatchObject({ reached: false, figure: '1 of 2 specs failed (to reach: 0 hits)' })
})

test('several specs make one row: their cases add up and each place is named once', () => {
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
