// The settings: the key, other servers, the history, the instructions of new conversations, the appearance, what leaves this computer, and about Parley.

import { useTranslation } from 'react-i18next'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { useKeys } from '../state/keys.ts'
import { closeDialog, openSettings, type SettingsPage } from '../state/layout.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { About } from './About.tsx'
import { AppearanceChoice } from './AppearanceChoice.tsx'
import { DefaultInstructions } from './DefaultInstructions.tsx'
import { HistorySettings } from './HistorySettings.tsx'
import { KeySettings } from './KeySettings.tsx'
import { LanguageChoice } from './LanguageChoice.tsx'
import { PrivacySettings } from './PrivacySettings.tsx'
import { Servers } from './Servers.tsx'
import styles from './Settings.module.css'

const sections = ['key', 'servers', 'history', 'instructions', 'appearance', 'privacy', 'about'] as const satisfies readonly SettingsPage[]

function selectPage(chosen: unknown): void {
  const settingsPage = sections.find((section) => section === chosen)
  if (settingsPage !== undefined) openSettings(settingsPage)
}

export function Settings({ page }: { readonly page: SettingsPage }) {
  const { t } = useTranslation()
  const key = useKeys(({ status }) => status)
  return (
    <Dialog title={t('settings.title')} onClose={closeDialog}>
      <Tabs orientation="vertical" selectedKey={page} onSelectionChange={selectPage} className={styles.tabs ?? ''}>
        <TabList aria-label={t('settings.title')} className={styles.list ?? ''}>
          {sections.map((section) => (
            <Tab key={section} id={section} className={styles.tab ?? ''}>
              {t(`settings.${section}`)}
            </Tab>
          ))}
        </TabList>
        <TabPanel id="key" className={styles.panel ?? ''}>
          {key !== null && <KeySettings status={key} />}
        </TabPanel>
        <TabPanel id="servers" className={styles.panel ?? ''}>
          <Servers />
        </TabPanel>
        <TabPanel id="history" className={styles.panel ?? ''}>
          <HistorySettings />
        </TabPanel>
        <TabPanel id="instructions" className={styles.panel ?? ''}>
          <DefaultInstructions />
        </TabPanel>
        <TabPanel id="appearance" className={styles.panel ?? ''}>
          <AppearanceChoice />
          <LanguageChoice />
        </TabPanel>
        <TabPanel id="privacy" className={styles.panel ?? ''}>
          <PrivacySettings />
        </TabPanel>
        <TabPanel id="about" className={styles.panel ?? ''}>
          <About />
        </TabPanel>
      </Tabs>
    </Dialog>
  )
}
