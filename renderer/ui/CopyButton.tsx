// A button that copies a text, and shows for a moment that it did.

import { Check, Copy } from 'lucide-react'
import { memo, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from './Button.tsx'
import { writeToClipboard } from './copy-to-clipboard.ts'

const copiedStateMs = 1600

interface CopyButtonProps {
  /** Called on press only, as the text may be long. */
  readonly text: () => string
  readonly label: string
  readonly kind?: 'icon' | 'text'
}

export const CopyButton = memo(function CopyButton({ text, label, kind = 'icon' }: CopyButtonProps) {
  const { t } = useTranslation()
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return undefined
    const timer = setTimeout(() => setCopied(false), copiedStateMs)
    return () => clearTimeout(timer)
  }, [isCopied])
  const copy = async () => {
    if (await writeToClipboard(text())) setCopied(true)
  }
  const name = isCopied ? t('chat.copied') : label
  const icon = isCopied ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />
  return kind === 'icon' ? (
    <IconButton size="small" label={name} onPress={() => void copy()}>
      {icon}
    </IconButton>
  ) : (
    <Button size="small" kind="ghost" onPress={() => void copy()}>
      {icon}
      {name}
    </Button>
  )
})
