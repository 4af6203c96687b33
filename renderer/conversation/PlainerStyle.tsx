// What helps when a provider refuses a style: the same prompt again without the setting it named, or in the style that sends nothing.

import { useTranslation } from 'react-i18next'
import { usualStyle, withoutSetting } from '../../shared/style.ts'
import type { Answer } from '../../shared/types/conversations.ts'
import { state } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { retry } from '../state/columns.ts'
import { refusedSettingOf } from './refused-setting.ts'
import { setStyle } from '../state/setup.ts'

export function PlainerStyle({ answer }: { readonly answer: Answer }) {
  const { t } = useTranslation()
  const refused = refusedSettingOf(answer)
  // It stays away: the next prompt would be refused as well.
  const sendPlainer = () => {
    setStyle(refused === null ? usualStyle : withoutSetting(state().setup.style, refused))
    void retry(answer)
  }
  return <Button onPress={sendPlainer}>{t(refused === null ? 'failure.inBalanced' : 'failure.withoutSetting')}</Button>
}
