// A dialog over the window: takes the focus, gives it back, closes on Escape and on a click beside it.

import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { IconButton } from './Button.tsx'
import styles from './Dialog.module.css'

interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly size?: 'small' | 'medium' | 'large'
  /** A question that must be answered by one of its buttons. */
  readonly isAlertDialog?: boolean
  readonly children: ReactNode
}

export function Dialog({ title, onClose, size = 'large', isAlertDialog = false, children }: DialogProps) {
  const { t } = useTranslation()
  return (
    <ModalOverlay isOpen isDismissable={!isAlertDialog} onOpenChange={(isOpen) => !isOpen && onClose()} className={styles.veil ?? ''}>
      <Modal className={`${styles.modal} ${styles[size]}`}>
        <AriaDialog className={styles.dialog ?? ''} role={isAlertDialog ? 'alertdialog' : 'dialog'}>
          <header className={styles.head}>
            <Heading slot="title" className={styles.title ?? ''}>
              {title}
            </Heading>
            {!isAlertDialog && (
              <IconButton size="small" label={t('settings.close')} hasTooltip={false} onPress={onClose}>
                <X size={17} aria-hidden />
              </IconButton>
            )}
          </header>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
