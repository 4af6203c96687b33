// Calls main over the bridge of a page, past the page's own code, as a script in the page could.

import type { Page } from '@playwright/test'
import type { StartView } from '../../../shared/types/start.ts'

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

/** What main would show in a window that opens now. */
export function readStartView(page: Page): Promise<StartView> {
  return page.evaluate(async () => {
    const bridge: { readonly calls: { readonly 'app.getStartView': () => Promise<{ readonly value: StartView }> } } = Reflect.get(
      window,
      'parley',
    )
    return (await bridge.calls['app.getStartView']()).value
  })
}

/** The input of `run.start` for a prompt in a new conversation, to a model that only a script could name. */
export function createRunInput(text: string) {
  return {
    runId: crypto.randomUUID(),
    conversationId: crypto.randomUUID(),
    model: 'maker/name',
    setup: null,
    allowSecretInstructions: false,
    comparisonId: null,
    prompt: { kind: 'new', id: crypto.randomUUID(), parentId: null, text, attachments: [], allowSecrets: false },
  } as const
}
