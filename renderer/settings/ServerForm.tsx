// Adds a server or changes one: its name, its address, and for a host of Hugging Face whether that key goes along. It is tried before
// it is kept, and what came of that is said.

import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Input, Label, Text, TextField } from 'react-aria-components'
import type { FailureCode } from '../../shared/failures.ts'
import { parseServerAddress } from '../../shared/server-address.ts'
import { maxServerNameLength } from '../../shared/server-model.ts'
import type { ServerView } from '../../shared/types/servers.ts'
import { Button } from '../ui/Button.tsx'
import { saveServer } from '../state/servers.ts'
import styles from './Servers.module.css'

interface ServerFormProps {
  /** Null to add one. */
  readonly server: ServerView | null
  readonly onDone: () => void
}

const ollama = 'http://127.0.0.1:11434/v1'
const llamaCpp = 'http://127.0.0.1:8080/v1'

export function ServerForm({ server, onDone }: ServerFormProps) {
  const { t } = useTranslation()
  const [name, setName] = useState(server?.name ?? '')
  const [address, setAddress] = useState(server?.address ?? '')
  const [usesKey, setUsesKey] = useState(server?.keyKind === 'hugging-face')
  const [isBusy, setBusy] = useState(false)
  /** What the last try came to; null since something was typed. */
  const [result, setResult] = useState<ConnectResult | null>(null)
  const parsedAddress = parseServerAddress(address)
  const isOnHuggingFace = parsedAddress.kind === 'valid' && parsedAddress.isOnHuggingFace
  const isAddressChanged = server !== null && parsedAddress.kind === 'valid' && !parsedAddress.candidates.includes(server.address)
  const losesKey = server?.keyKind === 'own' && (isAddressChanged || (isOnHuggingFace && usesKey))

  const connect = async (anyway: boolean) => {
    if (parsedAddress.kind !== 'valid') return setResult({ textKey: `servers.invalid.${parsedAddress.reason}`, canSaveAnyway: false })
    if (isBusy) return undefined
    setBusy(true)
    const reply = await saveServer(server?.id ?? null, { name, address, usesHuggingFaceKey: isOnHuggingFace && usesKey }, anyway)
    setBusy(false)
    return reply.ok ? onDone() : setResult(toConnectResult(reply.failure.code))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void connect(false)
  }

  return (
    <form className={styles.form} onSubmit={submit}>
      <h3>{server === null ? t('servers.addTitle') : t('servers.changeTitle', { server: server.name })}</h3>
      {/* What one has come for has the focus. */}
      {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
      <TextField autoFocus className={styles.field ?? ''} value={name} maxLength={maxServerNameLength} onChange={setName}>
        <Label>{t('servers.name')}</Label>
        <Input dir="auto" autoComplete="off" />
        <Text slot="description" className={styles.hint ?? ''}>
          {t('servers.nameHint')}
        </Text>
      </TextField>
      <TextField
        className={styles.field ?? ''}
        value={address}
        onChange={(newAddress) => {
          setAddress(newAddress)
          setResult(null)
        }}
      >
        <Label>{t('servers.address')}</Label>
        <Input dir="ltr" inputMode="url" autoComplete="off" autoCapitalize="off" spellCheck={false} />
        <Text slot="description" className={styles.hint ?? ''}>
          {t('servers.addressHint', { ollama, llamaCpp })}
        </Text>
      </TextField>
      {isOnHuggingFace && (
        <label className={styles.check}>
          <input type="checkbox" checked={usesKey} onChange={(event) => setUsesKey(event.target.checked)} />
          <span>
            {t('servers.useHuggingFaceKey')}
            <span className={styles.hint}>{t('servers.useHuggingFaceKeyHint')}</span>
          </span>
        </label>
      )}
      {losesKey && <p className={styles.hint}>{t('servers.losesKey')}</p>}
      <output className={styles.status}>{isBusy ? t('servers.connecting') : result !== null && t(result.textKey)}</output>
      <div className={styles.actions}>
        {/* Not disabled while it is busy: the focus would be lost. */}
        <Button type="submit" kind="primary">
          {t(server === null ? 'servers.connect' : 'servers.save')}
        </Button>
        {result?.canSaveAnyway === true && (
          <Button onPress={() => void connect(true)}>{t(server === null ? 'servers.addAnyway' : 'servers.saveAnyway')}</Button>
        )}
        <Button kind="ghost" onPress={onDone}>
          {t('settings.cancel')}
        </Button>
      </div>
    </form>
  )
}

interface ConnectResult {
  readonly textKey:
    | `failures.${FailureCode}`
    | `servers.invalid.${Extract<ReturnType<typeof parseServerAddress>, { readonly kind: 'invalid' }>['reason']}`
    | 'servers.needsKey'
    | 'servers.notModelServer'
  /** Whether it may be kept all the same. */
  readonly canSaveAnyway: boolean
}

function toConnectResult(code: FailureCode): ConnectResult {
  switch (code) {
    case 'server-refused-key':
      return { textKey: 'servers.needsKey', canSaveAnyway: true }
    case 'unexpected-reply':
      return { textKey: 'servers.notModelServer', canSaveAnyway: true }
    case 'address-refused':
    case 'bad-input':
      return { textKey: `failures.${code}`, canSaveAnyway: false }
    default:
      return { textKey: `failures.${code}`, canSaveAnyway: true }
  }
}
