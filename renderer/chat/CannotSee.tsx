// Says, before a prompt is sent, that its model does not look at pictures: those that are to go along keep it from being sent, and earlier
// ones are left out.

import { useTranslation } from 'react-i18next'
import { imagesAmong, imagesOf } from '../../electron/shared/attachments.ts'
import type { Draft } from '../../electron/shared/types/conversations.ts'
import { isBlind } from '../models/known.ts'
import { shortName } from '../models/names.ts'
import { change, useWindow, type WindowState } from '../store.ts'
import { Button } from '../ui/Button.tsx'
import { modelsToAsk, useModelsToAsk } from './compared.ts'
import styles from './TooLong.module.css'

/** Whether the draft has a picture that a model it goes to is known not to look at. */
export function useCannotSee({ attachments }: Draft): boolean {
  const blind = useWindow(firstBlind)
  return blind !== null && imagesAmong(attachments).length > 0
}

export function CannotSee({ draft }: { readonly draft: Draft }) {
  const { t } = useTranslation()
  const blind = useWindow(firstBlind)
  const isCompared = useModelsToAsk().length > 1
  const cannotSee = useCannotSee(draft)
  const isEarlierLeftOut = useWindow(hasEarlierPictures)
  return (
    <output className={styles.place}>
      {blind !== null && (cannotSee || isEarlierLeftOut) && (
        <>
          <span>{t(cannotSee ? 'chat.cannotSee' : 'chat.readsWordsOnly', { model: shortName(blind) })}</span>
          <Button size="small" onPress={() => change({ dialog: isCompared ? 'compare' : 'seeing-models' })}>
            {t('chat.chooseSeeing')}
          </Button>
        </>
      )}
    </output>
  )
}

/** The first of the models the next prompt goes to that does not see; null where all do. */
function firstBlind(now: WindowState): string | null {
  return modelsToAsk(now).find((id) => isBlind(now, id)) ?? null
}

function hasEarlierPictures({ conversation }: WindowState): boolean {
  return conversation.hasEarlierPictures || conversation.messages.some((message) => imagesOf(message).length > 0)
}
