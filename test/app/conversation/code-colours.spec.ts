// Colours of code in answers: they come from a thread of their own, under the window's policy, and never at the price of the text.

import { expect, test } from '@playwright/test'
import '../../support/answer-page/contract.ts'
import { openBuiltPage, type BuiltPage } from '../../support/page/built-page.ts'

let opened: BuiltPage

test.beforeAll(async () => {
  opened = await openBuiltPage('answer-page')
})
test.afterAll(() => opened[Symbol.asyncDispose]())

const show = (text: string): Promise<void> => opened.page.evaluate((all) => void window.answerPage.show(all, []), text)
const code = () => opened.page.locator('pre code')
const coloured = () => code().locator('span')
const fence = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\`\n`

test('code is there at once, and its colours a moment later, without a change to the text', async () => {
  const text = 'const answer = "forty-two" // why'
  await show(fence('ts', text))
  await expect(code()).toHaveText(text)
  await expect(coloured().filter({ hasText: /^const$/ })).toHaveCount(1)
  await expect(coloured().filter({ hasText: '"forty-two"' })).toHaveCount(1)
  await expect(code()).toHaveText(text)
})

for (const [language, text] of [
  ['python', 'def area(radius):\n    return 3.14 * radius'],
  ['JSON', '{ "a": 1 }'],
  ['html', '<p class="x">y</p>'],
  ['bash', 'if true; then echo "x"; fi'],
  ['diff', '- old\n+ new'],
] as const) {
  test(`${language} has colours`, async () => {
    await show(fence(language, text))
    await expect(coloured()).not.toHaveCount(0)
    expect(await code().textContent()).toBe(`${text}\n`)
  })
}

test('code that grows keeps its colours and gets more of them', async () => {
  await opened.page.evaluate(() => void window.answerPage.show('```js\nlet one = 1\n', []))
  await expect(coloured().filter({ hasText: /^let$/ })).toHaveCount(1)
  await opened.page.evaluate(() => window.answerPage.growTo('```js\nlet one = 1\nlet two = 2\n'))
  expect(await code().textContent()).toBe('let one = 1\nlet two = 2\n')
  await expect(coloured().filter({ hasText: /^let$/ })).toHaveCount(2)
})

test('an unknown language, a name that every object has, and a line of a megabyte stay plain and hold nothing up', async () => {
  const hostile = [
    fence('nosuchlanguage', 'let x'),
    fence('__proto__', 'let x'),
    fence('constructor', 'let x'),
    fence('js', 'let x;'.repeat(170_000)),
  ]
  const started = Date.now()
  await show(`${hostile.join('\n')}\n${fence('js', 'let y')}`)
  await expect(code().last().locator('span')).not.toHaveCount(0)
  expect(Date.now() - started).toBeLessThan(5_000)
  await expect(coloured()).toHaveCount(await code().last().locator('span').count())
  expect(await code().nth(3).textContent()).toHaveLength(1_020_001)
})

test('code that is made to take long stays plain, and what comes after it gets its colours from a new thread', async () => {
  // The grammar tries at each letter whether the rest is a name of one kind or another.
  const slow = 'a'.repeat(19_999)
  await show(`${fence('ts', slow)}\n${fence('js', 'let y')}`)
  await expect(code().last().locator('span')).not.toHaveCount(0)
  await expect(code().first().locator('span')).toHaveCount(0)
  expect(await code().first().textContent()).toHaveLength(20_000)
})
