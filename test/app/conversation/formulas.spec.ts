// Formulas in answers, typeset by the built component under the window's policy: what is a formula, what is not, and what cannot be parsed.

import { expect, test } from '../../fixtures.ts'
import type { AnswerPage } from '../../pages/answer-page.ts'
import { listPolicyViolations } from '../../support/page/policy-violations.ts'

/** The sources of the formulas on the page, each display formula after `=`. */
const readFormulas = (answerPage: AnswerPage): Promise<readonly string[]> =>
  answerPage.page
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

test.describe('formulas', () => {
  // The first formula loads the typesetter.
  test.beforeEach(async ({ answerPage }) => {
    await answerPage.show('$x$')
    await expect(answerPage.page.locator('math')).toHaveCount(1)
  })

  for (const [text, expected] of cases) {
    test(`${expected.length === 0 ? 'finds none' : 'finds'} in ${JSON.stringify(text)}`, async ({ answerPage }) => {
      await answerPage.show(text)
      expect(await readFormulas(answerPage)).toEqual(expected)
    })
  }

  test('an unfinished formula is text, and becomes a formula with its end', async ({ answerPage }) => {
    await answerPage.show('Here: $$\\frac{1}{2}')
    expect(await readFormulas(answerPage)).toEqual([])
    await expect(answerPage.answer).toHaveText('Here: $$\\frac{1}{2}')
    await answerPage.show('Here: $$\\frac{1}{2}$$', [10, 15])
    expect(await readFormulas(answerPage)).toEqual(['= \\frac{1}{2}'])
  })

  test('what cannot be parsed is shown as it was written', async ({ answerPage }) => {
    const plainTextSamples = [
      '\\frac{1',
      '\\nosuchthing',
      '\\href{https://example.org}{x}',
      '\\includegraphics{https://example.org/x.png}',
      '\\htmlStyle{color:red}{x}',
      '\\def\\a{\\a\\a}\\a',
      '\\newcommand{\\a}{x}\\a',
    ]
    await answerPage.show(plainTextSamples.map((source) => `\\(${source}\\)`).join('\n\n'))
    const elements = answerPage.answer
    expect(await elements.locator('code').allTextContents()).toEqual(
      plainTextSamples.filter((source) => !/href|graphics|Style/.test(source)),
    )
    await expect(elements.locator('a, img, [style], [href]')).toHaveCount(0)
  })

  test('no formula becomes large, however it is written', async ({ answerPage }) => {
    const pathologicalFormulas = ['{'.repeat(900), '\\sqrt{'.repeat(150) + '}'.repeat(150), '\\rule{999999em}{999999em}', 'x^'.repeat(400)]
    await answerPage.show(pathologicalFormulas.map((source) => `\\(a${source}\\)`).join('\n\n'))
    expect(await answerPage.answer.locator('*').count()).toBeLessThan(100)
    expect(await answerPage.answer.evaluate(({ scrollWidth }) => scrollWidth)).toBeLessThan(3_000)
  })

  test('typesetting violates no policy of the window', async ({ answerPage }) => {
    await answerPage.show(
      '$\\color{red}{x} \\boxed{y} \\raisebox{1em}{z} \\cancel{w} \\underbrace{a}_{b}$ $$\\begin{aligned}a&=b\\\\c&=d\\end{aligned}$$',
    )
    expect(await readFormulas(answerPage)).toHaveLength(2)
    // Of everything that this page has shown.
    expect(await listPolicyViolations(answerPage.page)).toEqual([])
  })
})
