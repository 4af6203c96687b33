// What is known of the key in use, as a plain list: whose it is, what it may do, its age, who pays, and what it did with Parley.

import { useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { keyReminderDays, type MonthlyKeyUsage, type KeyView } from '../../shared/types/keys.ts'
import { formatDate, formatDateTime } from '../format/formats.ts'
import { tokensToWords } from '../format/word-amounts.ts'
import { loadKeyUses, setBillTo } from '../state/keys.ts'
import { changeSettings, useSettings } from '../state/settings.ts'
import { Dropdown } from '../ui/Dropdown.tsx'
import { useNow } from '../ui/use-now.ts'
import { getAgeInDays, getCreatedAt } from '../format/key-age.ts'
import styles from './Settings.module.css'

/** So many months are shown. */
const maxMonths = 3
const hourMs = 60 * 60 * 1000

interface KeyFactsProps {
  readonly view: KeyView
  readonly keychain: string
}

export function KeyFacts({ view, keychain }: KeyFactsProps) {
  const { t } = useTranslation()
  const { check } = view
  const now = useNow(hourMs, true)
  // Who pays now is named, also where Hugging Face did not say who could.
  const payers = [...new Set([...(check?.organisations ?? []), ...(view.billTo === null ? [] : [view.billTo])])]
  return (
    <dl className={styles.facts}>
      {check?.account != null && <Fact name={t('key.account')}>{check.account}</Fact>}
      {check?.keyName != null && <Fact name={t('key.keyName')}>{check.keyName}</Fact>}
      {check !== null && check.rights.length > 0 && (
        <Fact name={t('key.permissions')}>{check.rights.map((right) => t(`key.rights.${right}`)).join(', ')}</Fact>
      )}
      <Fact name={t('key.storedIn')}>{view.storage === 'keychain' ? keychain : t('key.sessionOnly')}</Fact>
      <Fact name={t('key.createdAt')}>
        {t('key.ageDays', { date: formatDate(getCreatedAt(view), { dateStyle: 'long' }), count: getAgeInDays(view, now) })}
      </Fact>
      {check?.expiresAt != null && <Fact name={t('key.expiresAt')}>{formatDate(check.expiresAt, { dateStyle: 'long' })}</Fact>}
      {check !== null && <Fact name={t('key.checkedAt')}>{formatDateTime(check.checkedAt)}</Fact>}
      {payers.length > 0 && (
        <Fact name={t('key.billTo')}>
          <BillTo view={view} organisations={payers} />
        </Fact>
      )}
      <Fact name={t('key.used')}>
        <KeyUsage keyId={view.id} />
      </Fact>
      {view.storage === 'keychain' && (
        <Fact name={t('key.reminder')}>
          <Reminder />
        </Fact>
      )}
    </dl>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd dir="auto">{children}</dd>
    </>
  )
}

/** No organisation has this name. */
const ownAccountValue = ''

function BillTo({ view, organisations }: { readonly view: KeyView; readonly organisations: readonly string[] }) {
  const { t } = useTranslation()
  return (
    <Dropdown
      label={t('key.billTo')}
      value={view.billTo ?? ownAccountValue}
      options={[{ value: ownAccountValue, label: t('key.billToAccount') }, ...organisations.map((name) => ({ value: name, label: name }))]}
      onChange={(name) => void setBillTo(view.id, name === ownAccountValue ? null : name)}
    />
  )
}

function Reminder() {
  const { t } = useTranslation()
  const settings = useSettings((all) => all)
  const neverOption = { value: 'never', label: t('key.reminderNever') }
  return (
    <Dropdown
      label={t('key.reminder')}
      value={settings.keyReminderDays === null ? neverOption.value : String(settings.keyReminderDays)}
      options={[...keyReminderDays.map((days) => ({ value: String(days), label: t('key.reminderDays', { count: days }) })), neverOption]}
      onChange={(chosen) => void changeSettings({ keyReminderDays: keyReminderDays.find((days) => String(days) === chosen) ?? null })}
    />
  )
}

function KeyUsage({ keyId }: { readonly keyId: string }) {
  const { t } = useTranslation()
  const [uses, setUses] = useState<readonly MonthlyKeyUsage[] | null>(null)
  useEffect(() => {
    let isMounted = true
    void loadKeyUses().then((read) => isMounted && setUses(read))
    return () => {
      isMounted = false
    }
  }, [])
  const usesOfKey = uses?.filter((use) => use.keyId === keyId) ?? []
  if (uses !== null && usesOfKey.length === 0) return t('key.usedNever')
  return usesOfKey.slice(0, maxMonths).map(({ month, runs, inputTokens, outputTokens }) => (
    <div key={month}>
      {t('key.usedMonth', {
        month: formatDate(Date.parse(`${month}-15T12:00`), { month: 'long', year: 'numeric' }),
        prompts: t('key.usedPrompts', { count: runs }),
        read: t('chat.read', { count: tokensToWords(inputTokens) }),
        written: t('chat.written', { count: tokensToWords(outputTokens) }),
      })}
    </div>
  ))
}
