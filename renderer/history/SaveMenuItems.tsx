// The items of a menu that save a conversation, or one message of it, as a file.

import { FileDown } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { saveFormats, type SaveRequest } from '../../shared/types/saving.ts'
import { MenuItem } from '../ui/Menu.tsx'
import { saveConversationToFile } from './save-to-file.ts'

export function SaveMenuItems(request: Omit<SaveRequest, 'format'>) {
  const { t } = useTranslation()
  return (
    <>
      {saveFormats.map((format) => (
        <MenuItem key={format} onAction={() => void saveConversationToFile({ ...request, format })}>
          <FileDown size={15} aria-hidden />
          {t(`history.saveAs.${format}`)}
        </MenuItem>
      ))}
    </>
  )
}
