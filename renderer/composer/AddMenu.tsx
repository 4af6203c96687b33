// The button that attaches files or a text to a prompt.

import { FileText, FileUp, Plus } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { MenuTrigger } from 'react-aria-components'
import { IconButton } from '../ui/Button.tsx'
import { Menu, MenuItem } from '../ui/Menu.tsx'
import { addFiles } from './attach-files.ts'

export function AddMenu({ onAddText }: { readonly onAddText: () => void }) {
  const { t } = useTranslation()
  const fileInput = useRef<HTMLInputElement>(null)
  return (
    <>
      {/* react-aria-components' FileTrigger does not open the file dialog from a menu item, and would be unmounted with the menu. */}
      <input
        ref={fileInput}
        type="file"
        multiple
        hidden
        aria-label={t('chat.addFiles')}
        onChange={({ target }) => {
          void addFiles([...(target.files ?? [])])
          // The same file can be chosen again.
          target.value = ''
        }}
      />
      <MenuTrigger>
        <IconButton label={t('chat.add')}>
          <Plus size={18} aria-hidden />
        </IconButton>
        <Menu placement="top start">
          <MenuItem onAction={() => fileInput.current?.click()}>
            <FileUp size={15} aria-hidden />
            {t('chat.addFiles')}
          </MenuItem>
          <MenuItem onAction={onAddText}>
            <FileText size={15} aria-hidden />
            {t('chat.addText')}
          </MenuItem>
        </Menu>
      </MenuTrigger>
    </>
  )
}
