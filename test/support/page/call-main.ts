// Calls main over the bridge of a page, past the page's own code, as a script in the page could.

import type { Page } from '@playwright/test'

export function callMain(page: Page, name: string, input: unknown): Promise<unknown> {
  return page.evaluate(
    (given) => {
      // Any name and any input, because a script could try them.
      const bridge: { readonly calls: Readonly<Record<string, (value: unknown) => Promise<unknown>>> } = Reflect.get(window, 'parley')
      return bridge.calls[given.name]?.(given.input)
    },
    { name, input },
  )
}
