// The places in the history where the words of a search stand, with what matched marked.

import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { SearchHit } from '../../shared/types/search.ts'
import { useConversation } from '../state/conversation.ts'
import { openConversation } from '../state/open-conversation.ts'
import { moveRowFocus } from './move-focus.ts'
import { useSearchHits } from './use-search-hits.ts'
import styles from './SearchHits.module.css'

export function SearchHits({ query }: { readonly query: string }) {
  const { t } = useTranslation()
  const openId = useConversation(({ id }) => id)
  const hits = useSearchHits(query)
  if (hits === null) return null
  return (
    <div role="presentation" onKeyDown={(event: KeyboardEvent<HTMLElement>) => moveRowFocus(event)}>
      <output className={styles.count}>
        {hits.length === 0 ? t('history.nothingFound', { query }) : t('history.matches', { count: hits.length })}
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
              onClick={() => void openConversation(hit.conversationId, { messageId: hit.messageId, words: getMatchedWords(hit) })}
            >
              <span className={styles.title} dir="auto">
                {hit.title}
              </span>
              <span className={styles.excerpt} dir="auto">
                {hit.excerpt.map(({ text, isMatch }, segmentIndex) =>
                  // The parts of an excerpt have no names; their order is what they are.
                  // oxlint-disable-next-line react/no-array-index-key
                  isMatch ? <mark key={segmentIndex}>{text}</mark> : <span key={segmentIndex}>{text}</span>,
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function getMatchedWords({ excerpt }: SearchHit): readonly string[] {
  return excerpt.flatMap(({ text, isMatch }) => (isMatch ? [text] : []))
}
