// What helps when a provider refuses a style: the same prompt again without the setting it named, or in the style that sends nothing.

import { useTranslation } from 'react-i18next'
import { defaultStyle, withoutSetting } from '../../shared/style.ts'
import type { Answer } from '../../shared/types/messages.ts'
import { Button } from '../ui/Button.tsx'
import { getSetup } from '../state/composer.ts'
import { retry } from '../state/retry.ts'
import { setStyle } from '../state/setup.ts'
import { findRefusedSetting } from './refused-setting.ts'

export function RetryWithSimplerStyle({ answer }: { readonly answer: Answer }) {
  const { t } = useTranslation()
  const refusedSetting = findRefusedSetting(answer)
  // It stays away: the next prompt would be refused as well.
  const retryWithSimplerStyle = () => {
    setStyle(refusedSetting === null ? defaultStyle : withoutSetting(getSetup().style, refusedSetting))
    void retry(answer)
  }
  return (
    <Button onPress={retryWithSimplerStyle}>{t(refusedSetting === null ? 'failure.withBalancedStyle' : 'failure.withoutSetting')}</Button>
  )
}
