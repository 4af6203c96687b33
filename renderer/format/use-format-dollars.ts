// Formats the price of one prompt, which is often too small for digits to mean anything.

import { useTranslation } from 'react-i18next'
import { formatDollars } from './formats.ts'

/** A hundredth of a cent. */
const minShownDollars = 0.0001

export function useFormatDollars(): (dollars: number) => string {
  const { t } = useTranslation()
  return (dollars) =>
    dollars > 0 && dollars < minShownDollars ? t('compare.lessThan', { price: formatDollars(minShownDollars) }) : formatDollars(dollars)
}
