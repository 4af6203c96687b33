// The places in the history where the words of a search stand, with what matched marked.

import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { SearchHit } from '../../shared/types/conversations.ts'
import { open } from '../state/conversation.ts'
import { useWindow } from '../state/store.ts'
import { moveFocus } from './move-focus.ts'
import { useHits } from './use-hits.ts'
import styles from './SearchHits.module.css'

export function SearchHits({ query }: { readonly query: string }) {
  const { t } = useTranslation()
  const openId = useWindow((state) => state.conversation.id)
  const hits = useHits(query)
  if (hits === null) return null
  return (
    <div role="presentation" onKeyDown={(event: KeyboardEvent<HTMLElement>) => moveFocus(event)}>
      <output className={styles.count}>
        {hits.length === 0 ? t('history.nothingFound', { query }) : t('history.hits', { count: hits.length })}
      </output>
      <ul className={styles.hits}>
        {hits.map((hit, index) => (
          <li key={hit.messageId}>
            <button
              type="button"
              data-row
              tabIndex={index === 0 ? 0 : -1}
              className={styles.hit}
              aria-current={hit.conversationId === openId ? 'page' : undefined}
              onClick={() => void open(hit.conversationId, { messageId: hit.messageId, words: matchesOf(hit) })}
            >
              <span className={styles.title} dir="auto">
                {hit.title}
              </span>
              <span className={styles.excerpt} dir="auto">
                {hit.excerpt.map(({ text, isMatch }, part) =>
                  // The parts of an excerpt have no names; their order is what they are.
                  // oxlint-disable-next-line react/no-array-index-key
                  isMatch ? <mark key={part}>{text}</mark> : <span key={part}>{text}</span>,
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function matchesOf({ excerpt }: SearchHit): readonly string[] {
  return excerpt.flatMap(({ text, isMatch }) => (isMatch ? [text] : []))
}
