// Describes a style in words, for the style chip and below an answer.

import { useTranslation } from 'react-i18next'
import { hasOverrides } from '../../shared/style.ts'
import { getLanguage } from '../i18n/i18n.ts'
import type { Style } from '../../shared/types/style.ts'

/** Returns a function that describes a style, such as "Precise, short". */
export function useFormatStyle(): (style: Style) => string {
  const { t } = useTranslation()
  return (style) => {
    const parts: string[] = [t(`style.${style.mood}`)]
    if (style.length !== 'normal') parts.push(t(`style.${style.length}`).toLocaleLowerCase(getLanguage()))
    if (hasOverrides(style)) parts.push(t('style.customSettings'))
    return parts.join(', ')
  }
}
