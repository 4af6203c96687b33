// The card above the prompt box that asks before something that looks like a secret is sent.

import type { Locator } from '@playwright/test'
import { en } from '../../shared/words/en/en.ts'
import { PagePart } from './page-part.ts'

export class SecretReview extends PagePart {
  get card(): Locator {
    return this.page.getByRole('region', { name: en.secret.title })
  }

  get removeButton(): Locator {
    return this.card.getByRole('button', { name: en.secret.remove })
  }

  get sendAnywayButton(): Locator {
    return this.card.getByRole('button', { name: en.secret.sendAnyway })
  }
}
