// A modal dialog: takes the focus, restores it, and closes on Escape and on a click outside.

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
  /** Whether it must be answered with one of its buttons: a click outside does not close it. */
  readonly isAlertDialog?: boolean
  readonly children: ReactNode
}

export function Dialog({ title, onClose, size = 'large', isAlertDialog = false, children }: DialogProps) {
  const { t } = useTranslation()
  return (
    <ModalOverlay isOpen isDismissable={!isAlertDialog} onOpenChange={(isOpen) => !isOpen && onClose()} className={styles.overlay ?? ''}>
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
