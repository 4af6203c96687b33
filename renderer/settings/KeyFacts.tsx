// What is known of the key in use, as a plain list: whose it is, what it may do, its age, who pays, and what it did with Parley.

import { useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { keyReminderDays, type KeyUse, type KeyView } from '../../shared/types/keys.ts'
import { formatDate } from '../format/formats.ts'
import { wordsOf } from '../format/amounts.ts'
import { useWindow } from '../state/store.ts'
import { Choice } from '../ui/Choice.tsx'
import { useNow } from '../ui/use-now.ts'
import { changeSettings } from '../state/change-settings.ts'
import { ageInDays, madeAt } from '../format/key-age.ts'
import { readKeyUses, setBillTo } from '../state/key.ts'
import styles from './Settings.module.css'

/** So many months are shown. */
const monthsShown = 3
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
        <Fact name={t('key.mayDo')}>{check.rights.map((right) => t(`key.rights.${right}`)).join(', ')}</Fact>
      )}
      <Fact name={t('key.keptIn')}>{view.keptIn === 'keychain' ? keychain : t('key.session')}</Fact>
      <Fact name={t('key.madeAt')}>
        {t('key.ageDays', { date: formatDate(madeAt(view), { dateStyle: 'long' }), count: ageInDays(view, now) })}
      </Fact>
      {check?.expiresAt != null && <Fact name={t('key.expiresAt')}>{formatDate(check.expiresAt, { dateStyle: 'long' })}</Fact>}
      {check !== null && <Fact name={t('key.checkedAt')}>{formatDate(check.checkedAt, { dateStyle: 'long', timeStyle: 'short' })}</Fact>}
      {payers.length > 0 && (
        <Fact name={t('key.billTo')}>
          <BillTo view={view} organisations={payers} />
        </Fact>
      )}
      <Fact name={t('key.used')}>
        <Uses keyId={view.id} />
      </Fact>
      {view.keptIn === 'keychain' && (
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
const account = ''

function BillTo({ view, organisations }: { readonly view: KeyView; readonly organisations: readonly string[] }) {
  const { t } = useTranslation()
  return (
    <Choice
      label={t('key.billTo')}
      value={view.billTo ?? account}
      options={[{ value: account, words: t('key.billToAccount') }, ...organisations.map((name) => ({ value: name, words: name }))]}
      onChange={(name) => void setBillTo(view.id, name === account ? null : name)}
    />
  )
}

function Reminder() {
  const { t } = useTranslation()
  const settings = useWindow((state) => state.settings)
  const never = { value: 'never', words: t('key.reminderNever') }
  return (
    <Choice
      label={t('key.reminder')}
      value={settings.keyReminderDays === null ? never.value : String(settings.keyReminderDays)}
      options={[...keyReminderDays.map((days) => ({ value: String(days), words: t('key.reminderDays', { count: days }) })), never]}
      onChange={(chosen) => void changeSettings({ keyReminderDays: keyReminderDays.find((days) => String(days) === chosen) ?? null })}
    />
  )
}

function Uses({ keyId }: { readonly keyId: string }) {
  const { t } = useTranslation()
  const [uses, setUses] = useState<readonly KeyUse[] | null>(null)
  useEffect(() => {
    let isShown = true
    void readKeyUses().then((read) => isShown && setUses(read))
    return () => {
      isShown = false
    }
  }, [])
  const own = uses?.filter((use) => use.keyId === keyId) ?? []
  if (uses !== null && own.length === 0) return t('key.usedNever')
  return own.slice(0, monthsShown).map(({ month, runs, inputTokens, outputTokens }) => (
    <div key={month}>
      {t('key.usedMonth', {
        month: formatDate(Date.parse(`${month}-15T12:00`), { month: 'long', year: 'numeric' }),
        prompts: t('key.usedPrompts', { count: runs }),
        read: t('chat.read', { count: wordsOf(inputTokens) }),
        written: t('chat.written', { count: wordsOf(outputTokens) }),
      })}
    </div>
  ))
}
