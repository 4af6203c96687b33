// Formulas in answers, typeset by the built component under the window's policy: what is one, what is not, and what cannot be read.

import { expect, test } from '@playwright/test'
import '../../support/answer-page/contract.ts'
import { openBuiltPage, type BuiltPage } from '../../support/page/built-page.ts'

let builtPage: BuiltPage
const reports: string[] = []

test.beforeAll(async () => {
  builtPage = await openBuiltPage('answer-page')
  builtPage.page.on('console', (message) => {
    if (/policy/i.test(message.text())) reports.push(message.text())
  })
  // The first one loads what all are typeset with.
  await showAnswer('$x$')
  await expect(builtPage.page.locator('math')).toHaveCount(1)
})
test.afterAll(() => builtPage[Symbol.asyncDispose]())

const showAnswer = (text: string, lengths: readonly number[] = []): Promise<void> =>
  builtPage.page.evaluate(({ all, each }) => void window.answerPage.show(all, each), { all: text, each: lengths })

/** The formulas that are on the page, as they were written; `=` before one on a line of its own. */
const readFormulas = (): Promise<readonly string[]> =>
  builtPage.page
    .locator('math')
    .evaluateAll((all) =>
      all.map((each) => `${each.getAttribute('display') === 'block' ? '= ' : ''}${each.querySelector('annotation')?.textContent ?? ''}`),
    )

const cases: readonly (readonly [string, readonly string[]])[] = [
  ['The area is $A = \\pi r^2$.', ['A = \\pi r^2']],
  ['The area is \\(A = \\pi r^2\\).', ['A = \\pi r^2']],
  ['$$\n\\sum_{k=1}^n k\n= 2\n$$', ['= \\sum_{k=1}^n k\n= 2']],
  ['So:\n\\[\nx - y\n- z\n\\]\nThe end.', ['= x - y\n- z']],
  ['In a line $$x^2$$ too', ['= x^2']],
  ['- $a_1 * b_2 * c_3$\n- **$x$**', ['a_1 * b_2 * c_3', 'x']],
  ['| a |\n|---|\n| $x$ |', ['x']],
  ['$5 and $6', []],
  ['from $5 to 6$ more', []],
  ['US$5-$6, 5$ or 6$', []],
  ['$ x $ and $x $', []],
  ['`$x$` and\n\n```\n$x$\n```', []],
  ['\\$x\\$', []],
  ['$x', []],
  ['$$\nx', []],
  ['\\[\nx\n\n\\]', []],
  ['an \\[escaped\\] bracket and \\(\\)', []],
]
for (const [text, expected] of cases) {
  test(`in ${JSON.stringify(text)} ${expected.length === 0 ? 'there is no formula' : `is ${expected.join(' and ')}`}`, async () => {
    await showAnswer(text)
    expect(await readFormulas()).toEqual(expected)
  })
}

test('a formula whose end has not come is text, and becomes one with its end', async () => {
  await showAnswer('Here: $$\\frac{1}{2}')
  expect(await readFormulas()).toEqual([])
  await expect(builtPage.page.locator('#answer')).toHaveText('Here: $$\\frac{1}{2}')
  await showAnswer('Here: $$\\frac{1}{2}$$', [10, 15])
  expect(await readFormulas()).toEqual(['= \\frac{1}{2}'])
})

test('what cannot be read as a formula is shown as it was written', async () => {
  const plainTextSamples = [
    '\\frac{1',
    '\\nosuchthing',
    '\\href{https://example.org}{x}',
    '\\includegraphics{https://example.org/x.png}',
    '\\htmlStyle{color:red}{x}',
    '\\def\\a{\\a\\a}\\a',
    '\\newcommand{\\a}{x}\\a',
  ]
  await showAnswer(plainTextSamples.map((source) => `\\(${source}\\)`).join('\n\n'))
  const elements = builtPage.page.locator('#answer')
  expect(await elements.locator('code').allTextContents()).toEqual(plainTextSamples.filter((source) => !/href|graphics|Style/.test(source)))
  await expect(elements.locator('a, img, [style], [href]')).toHaveCount(0)
})

test('no formula takes long, however it is made', async () => {
  const pathologicalFormulas = ['{'.repeat(900), '\\sqrt{'.repeat(150) + '}'.repeat(150), '\\rule{999999em}{999999em}', 'x^'.repeat(400)]
  const started = Date.now()
  await showAnswer(pathologicalFormulas.map((source) => `\\(a${source}\\)`).join('\n\n'))
  expect(Date.now() - started).toBeLessThan(2_000)
  expect(await builtPage.page.locator('#answer').evaluate((answer) => answer.scrollWidth)).toBeLessThan(3_000)
})

test('typesetting breaks no rule of the window', async () => {
  await showAnswer(
    '$\\color{red}{x} \\boxed{y} \\raisebox{1em}{z} \\cancel{w} \\underbrace{a}_{b}$ $$\\begin{aligned}a&=b\\\\c&=d\\end{aligned}$$',
  )
  expect(await readFormulas()).toHaveLength(2)
  expect(reports).toEqual([])
})
