// Syntax highlighting of code in answers: it comes from a worker, under the window's policy, and never delays the text.

import { expect, test } from '../../fixtures.ts'
import type { AnswerPage } from '../../pages/answer-page.ts'

const codeBlock = (answerPage: AnswerPage) => answerPage.page.locator('pre code')

const colouredSpans = (answerPage: AnswerPage) => codeBlock(answerPage).locator('span')

const toCodeFence = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\`\n`

test.describe('code highlighting', () => {
  test('shows code at once and colours it later, without changing the text', async ({ answerPage }) => {
    const text = 'const answer = "forty-two" // why'
    await answerPage.show(toCodeFence('ts', text))
    await expect(codeBlock(answerPage)).toHaveText(text)
    await expect(colouredSpans(answerPage).filter({ hasText: /^const$/ })).toHaveCount(1)
    await expect(colouredSpans(answerPage).filter({ hasText: '"forty-two"' })).toHaveCount(1)
    await expect(codeBlock(answerPage)).toHaveText(text)
  })

  for (const [language, text] of [
    ['python', 'def area(radius):\n    return 3.14 * radius'],
    ['JSON', '{ "a": 1 }'],
    ['html', '<p class="x">y</p>'],
    ['bash', 'if true; then echo "x"; fi'],
    ['diff', '- old\n+ new'],
  ] as const) {
    test(`colours ${language}`, async ({ answerPage }) => {
      await answerPage.show(toCodeFence(language, text))
      await expect(colouredSpans(answerPage)).not.toHaveCount(0)
      expect(await codeBlock(answerPage).textContent()).toBe(`${text}\n`)
    })
  }

  test('growing code keeps its colours and gets more', async ({ answerPage }) => {
    await answerPage.show('```js\nlet one = 1\n')
    await expect(colouredSpans(answerPage).filter({ hasText: /^let$/ })).toHaveCount(1)
    await answerPage.growTo('```js\nlet one = 1\nlet two = 2\n')
    expect(await codeBlock(answerPage).textContent()).toBe('let one = 1\nlet two = 2\n')
    await expect(colouredSpans(answerPage).filter({ hasText: /^let$/ })).toHaveCount(2)
  })

  test('unknown languages, names of object members and very long code stay plain', async ({ answerPage }) => {
    const plainSamples = [
      toCodeFence('nosuchlanguage', 'let x'),
      toCodeFence('__proto__', 'let x'),
      toCodeFence('constructor', 'let x'),
      toCodeFence('js', 'let x;'.repeat(170_000)),
    ]
    await answerPage.show(`${plainSamples.join('\n')}\n${toCodeFence('js', 'let y')}`)
    await expect(codeBlock(answerPage).last().locator('span')).not.toHaveCount(0)
    await expect(colouredSpans(answerPage)).toHaveCount(await codeBlock(answerPage).last().locator('span').count())
    expect(await codeBlock(answerPage).nth(3).textContent()).toHaveLength(1_020_001)
  })

  test('code that takes too long stays plain, and a new worker colours the rest', async ({ answerPage }) => {
    // At each letter the grammar tries several kinds of names over the whole rest.
    const slowSample = 'a'.repeat(19_999)
    await answerPage.show(`${toCodeFence('ts', slowSample)}\n${toCodeFence('js', 'let y')}`)
    await expect(codeBlock(answerPage).last().locator('span')).not.toHaveCount(0)
    await expect(codeBlock(answerPage).first().locator('span')).toHaveCount(0)
    expect(await codeBlock(answerPage).first().textContent()).toHaveLength(20_000)
  })
})
