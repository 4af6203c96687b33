// Colours of code in answers: they come from a thread of their own, under the window's policy, and never at the price of the text.

import { expect, test } from '@playwright/test'
import '../../support/answer-page/contract.ts'
import { openBuiltPage, type BuiltPage } from '../../support/page/built-page.ts'

let builtPage: BuiltPage

test.beforeAll(async () => {
  builtPage = await openBuiltPage('answer-page')
})
test.afterAll(() => builtPage[Symbol.asyncDispose]())

const showAnswer = (text: string): Promise<void> => builtPage.page.evaluate((all) => void window.answerPage.show(all, []), text)
const codeBlock = () => builtPage.page.locator('pre code')
const colouredSpans = () => codeBlock().locator('span')
const toCodeFence = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\`\n`

test('code is there at once, and its colours a moment later, without a change to the text', async () => {
  const text = 'const answer = "forty-two" // why'
  await showAnswer(toCodeFence('ts', text))
  await expect(codeBlock()).toHaveText(text)
  await expect(colouredSpans().filter({ hasText: /^const$/ })).toHaveCount(1)
  await expect(colouredSpans().filter({ hasText: '"forty-two"' })).toHaveCount(1)
  await expect(codeBlock()).toHaveText(text)
})

for (const [language, text] of [
  ['python', 'def area(radius):\n    return 3.14 * radius'],
  ['JSON', '{ "a": 1 }'],
  ['html', '<p class="x">y</p>'],
  ['bash', 'if true; then echo "x"; fi'],
  ['diff', '- old\n+ new'],
] as const) {
  test(`${language} has colours`, async () => {
    await showAnswer(toCodeFence(language, text))
    await expect(colouredSpans()).not.toHaveCount(0)
    expect(await codeBlock().textContent()).toBe(`${text}\n`)
  })
}

test('code that grows keeps its colours and gets more of them', async () => {
  await builtPage.page.evaluate(() => void window.answerPage.show('```js\nlet one = 1\n', []))
  await expect(colouredSpans().filter({ hasText: /^let$/ })).toHaveCount(1)
  await builtPage.page.evaluate(() => window.answerPage.growTo('```js\nlet one = 1\nlet two = 2\n'))
  expect(await codeBlock().textContent()).toBe('let one = 1\nlet two = 2\n')
  await expect(colouredSpans().filter({ hasText: /^let$/ })).toHaveCount(2)
})

test('an unknown language, a name that every object has, and a line of a megabyte stay plain and hold nothing up', async () => {
  const pathologicalSamples = [
    toCodeFence('nosuchlanguage', 'let x'),
    toCodeFence('__proto__', 'let x'),
    toCodeFence('constructor', 'let x'),
    toCodeFence('js', 'let x;'.repeat(170_000)),
  ]
  const started = Date.now()
  await showAnswer(`${pathologicalSamples.join('\n')}\n${toCodeFence('js', 'let y')}`)
  await expect(codeBlock().last().locator('span')).not.toHaveCount(0)
  expect(Date.now() - started).toBeLessThan(5_000)
  await expect(colouredSpans()).toHaveCount(await codeBlock().last().locator('span').count())
  expect(await codeBlock().nth(3).textContent()).toHaveLength(1_020_001)
})

test('code that is made to take long stays plain, and what comes after it gets its colours from a new thread', async () => {
  // The grammar tries at each letter whether the rest is a name of one kind or another.
  const slowSample = 'a'.repeat(19_999)
  await showAnswer(`${toCodeFence('ts', slowSample)}\n${toCodeFence('js', 'let y')}`)
  await expect(codeBlock().last().locator('span')).not.toHaveCount(0)
  await expect(codeBlock().first().locator('span')).toHaveCount(0)
  expect(await codeBlock().first().textContent()).toHaveLength(20_000)
})
