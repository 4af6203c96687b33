// An empty conversation: three examples, one click each, or what stands between the person and their first answer.

import { useTranslation } from 'react-i18next'
import { parseServerModelId } from '../../shared/server-model.ts'
import { setDraft, useComposer } from '../state/composer.ts'
import { useKeys } from '../state/keys.ts'
import { sendPrompt } from '../state/send-prompt.ts'
import { KeyCard } from '../settings/KeyCard.tsx'
import { isMissingText } from '../composer/missing-text.ts'
import styles from './EmptyState.module.css'

const examples = ['chat.example1', 'chat.example2', 'chat.example3'] as const

export function EmptyState() {
  const { t } = useTranslation()
  const key = useKeys(({ status }) => status)
  const isOnServer = useComposer(({ model }) => model !== null && parseServerModelId(model) !== null)
  // While the keychain has not answered yet nothing is asked for: it may well hold a key. And a server asks for none of Hugging Face.
  const needsKey = key !== null && key.state.kind !== 'ready' && !isOnServer
  // Once something is being written, what could have been asked is in the way. Its place is kept, so that nothing jumps.
  const hasDraft = useComposer(({ draft, pasteAreaText }) => draft.text !== '' || draft.attachments.length > 0 || pasteAreaText !== '')
  return (
    <div className={styles.scroller}>
      {needsKey ? (
        <KeyCard status={key} />
      ) : (
        <div className={styles.content}>
          <h2 className={styles.greeting}>{t('chat.greeting')}</h2>
          <ul className={styles.examples} aria-label={t('chat.examples')} data-hidden={hasDraft || undefined}>
            {examples.map((example) => (
              <li key={example}>
                <button type="button" className={styles.example} onClick={() => chooseExample(t(example))}>
                  {t(example)}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

/** One click sends an example; the one that speaks of a text waits in the box for it. */
function chooseExample(text: string): void {
  const draft = { text, attachments: [] }
  if (isMissingText(text)) setDraft(draft)
  else void sendPrompt(draft)
}
