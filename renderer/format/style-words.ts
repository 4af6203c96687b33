// A style in words, for the chip and under an answer.

import { useTranslation } from 'react-i18next'
import { hasNumbers } from '../../shared/style.ts'
import type { Style } from '../../shared/types/style.ts'

/** Such as "Precise, short". */
export function useStyleWords(): (style: Style) => string {
  const { t } = useTranslation()
  return (style) => {
    const words: string[] = [t(`style.${style.mood}`)]
    if (style.length !== 'normal') words.push(t(`style.${style.length}`).toLocaleLowerCase())
    if (hasNumbers(style)) words.push(t('style.own'))
    return words.join(', ')
  }
}
