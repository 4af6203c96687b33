// The chip that says in which style the next prompt is answered, with the choice of it in a popover.

import { ChevronDown, SlidersHorizontal } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button as AriaButton, DialogTrigger, Popover } from 'react-aria-components'
import { isDefaultStyle, defaultStyle } from '../../shared/style.ts'
import { openDialog } from '../state/layout.ts'
import { setStyle, useSetup } from '../state/setup.ts'
import { Button } from '../ui/Button.tsx'
import { AdvancedStyle } from './AdvancedStyle.tsx'
import { useFormatStyle } from '../format/use-format-style.ts'
import { StyleChoice } from './StyleChoice.tsx'
import chips from './PromptBox.module.css'
import styles from './StyleChip.module.css'

export function StyleChip() {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const style = useSetup().style
  const styleLabel = useFormatStyle()(style)
  const openInstructions = () => {
    setOpen(false)
    openDialog('instructions')
  }
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <AriaButton className={chips.chip ?? ''} aria-label={t('style.chip', { style: styleLabel })}>
        <SlidersHorizontal size={14} aria-hidden />
        <span className={chips.model}>{styleLabel}</span>
        <ChevronDown size={15} aria-hidden />
      </AriaButton>
      {/* A dialog itself, with what React Aria puts beside its content: in one of our own that would stand outside of it. */}
      <Popover className={styles.popover ?? ''} aria-label={t('style.title')} placement="top start" offset={6}>
        <div className={styles.content}>
          <h2 className={styles.title}>{t('style.title')}</h2>
          <StyleChoice style={style} />
          <AdvancedStyle style={style} />
          <div className={styles.foot}>
            <Button size="small" kind="ghost" onPress={openInstructions}>
              {t('instructions.open')}
            </Button>
            {!isDefaultStyle(style) && (
              <Button size="small" kind="ghost" onPress={() => setStyle(defaultStyle)}>
                {t('style.reset')}
              </Button>
            )}
          </div>
        </div>
      </Popover>
    </DialogTrigger>
  )
}
