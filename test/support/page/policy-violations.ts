// Counts what the policy of a page refuses.

import type { Page } from '@playwright/test'

/** Counts from now on, and again from each later load of the page. */
export async function recordPolicyViolations(page: Page): Promise<void> {
  await page.addInitScript(recordViolations)
  await page.evaluate(recordViolations)
}

/** The directives that were violated since the page was loaded. */
export function listPolicyViolations(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const violations: unknown = Reflect.get(window, 'policyViolations')
    return Array.isArray(violations) ? violations : ['nothing was recorded']
  })
}

/** Runs in the page. */
function recordViolations(): void {
  const policyViolations: string[] = []
  Object.assign(window, { policyViolations })
  document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => policyViolations.push(violatedDirective))
}
