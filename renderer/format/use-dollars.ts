// What one prompt costs, in words: often so little that its digits would say nothing.

import { useTranslation } from 'react-i18next'
import { formatDollars } from './formats.ts'

/** A hundredth of a cent. */
const smallestShown = 0.0001

export function useDollars(): (dollars: number) => string {
  const { t } = useTranslation()
  return (dollars) =>
    dollars > 0 && dollars < smallestShown ? t('compare.less', { price: formatDollars(smallestShown) }) : formatDollars(dollars)
}
