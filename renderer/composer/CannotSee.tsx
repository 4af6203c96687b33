// Says, before a prompt is sent, which pictures its models are not given: one that does not look at any keeps those that are to go along from
// being sent, and earlier ones are left out; of too many, the oldest are.

import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { imagesAmong } from '../../shared/attachments.ts'
import type { Draft } from '../../shared/types/conversations.ts'
import { isBlind } from '../state/known.ts'
import { shortName } from '../../shared/model-name.ts'
import { change, useWindow } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { picturesLeftOut, type SaidBefore } from '../state/said-before.ts'
import styles from './TooLong.module.css'

/** Whether the draft has a picture that one of the models it goes to is known not to look at. */
export function useCannotSee({ attachments }: Draft, models: readonly string[]): boolean {
  const isAnyBlind = useWindow((now) => models.some((id) => isBlind(now, id)))
  return isAnyBlind && imagesAmong(attachments).length > 0
}

interface CannotSeeProps {
  readonly draft: Draft
  readonly models: readonly string[]
  readonly before: SaidBefore
  /** Where others can be chosen; null for a prompt that goes to all of these whatever they see. */
  readonly choosing: 'compare' | 'seeing-models' | null
}

export function CannotSee({ draft, models, before, choosing }: CannotSeeProps) {
  const { t } = useTranslation()
  const { attachments } = draft
  const blind = useWindow((now) => models.find((id) => isBlind(now, id)) ?? null)
  const allBlind = useWindow((now) =>
    models
      .filter((id) => isBlind(now, id))
      .map(shortName)
      .join(', '),
  )
  const leftOut = useMemo(() => picturesLeftOut(blind !== null, before, imagesAmong(attachments)), [blind, before, attachments])
  const sayWhy = (model: string) => {
    if (leftOut === 'earlier') return t('chat.readsWordsOnly', { model: shortName(model) })
    return choosing === null ? t('compare.cannotSee', { models: allBlind }) : t('chat.cannotSee', { model: shortName(model) })
  }
  return (
    <output className={styles.place}>
      {leftOut === 'oldest' && <span>{t('chat.oldestPicturesLeftOut')}</span>}
      {blind !== null && leftOut !== 'none' && (
        <>
          <span>{sayWhy(blind)}</span>
          {choosing !== null && (
            <Button size="small" onPress={() => change({ dialog: choosing })}>
              {t('chat.chooseSeeing')}
            </Button>
          )}
        </>
      )}
    </output>
  )
}
