// The servers that were added by hand: how each is, and what can be done with it.

import { useState } from 'react'
import { Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ModelList } from '../../shared/types/models.ts'
import type { ServerView } from '../../shared/types/servers.ts'
import { openDialog } from '../state/layout.ts'
import { useModels } from '../state/models.ts'
import { countModels, forgetServerKey, openServerKeyWindow, removeServer } from '../state/servers.ts'
import { Button } from '../ui/Button.tsx'
import { ServerForm } from './ServerForm.tsx'
import { ServerConfirmDialog, type ServerConfirmDialogProps } from './ServerConfirmDialog.tsx'
import styles from './Servers.module.css'

type ServersView = { readonly kind: 'list' } | { readonly kind: 'form'; readonly server: ServerView | null }

export function Servers() {
  const { t } = useTranslation()
  const models = useModels(({ list }) => list)
  const [view, setView] = useState<ServersView>({ kind: 'list' })
  const [pendingAction, setPendingAction] = useState<Pick<ServerConfirmDialogProps, 'action' | 'server'> | null>(null)
  /** How often something ended that had the focus. */
  const [closeCount, setCloseCount] = useState(0)
  const showList = () => {
    setView({ kind: 'list' })
    setCloseCount((count) => count + 1)
  }
  const confirm = ({ action, server }: Pick<ServerConfirmDialogProps, 'action' | 'server'>) => {
    setPendingAction(null)
    void (action === 'remove' ? removeServer(server.id) : forgetServerKey(server.id)).then(showList)
  }
  if (models === null) return null
  if (view.kind === 'form') return <ServerForm server={view.server} onDone={showList} />
  return (
    <>
      <h3>{t('settings.servers')}</h3>
      <p className={styles.muted}>{t('servers.intro')}</p>
      {models.servers.length > 0 && (
        <ul className={styles.list} aria-label={t('settings.servers')}>
          {models.servers.map((server) => (
            <li key={server.id} className={styles.server}>
              <ServerFacts server={server} models={models} />
              <div className={styles.actions}>
                <Button size="small" aria-describedby={nameId(server)} onPress={() => setView({ kind: 'form', server })}>
                  {t('servers.change')}
                </Button>
                {server.keyKind !== 'hugging-face' && (
                  <Button size="small" aria-describedby={nameId(server)} onPress={() => void openServerKeyWindow(server.id)}>
                    {t(server.keyKind === 'none' ? 'servers.setKey' : 'servers.replaceKey')}
                  </Button>
                )}
                {server.keyKind === 'own' && (
                  <Button
                    size="small"
                    kind="ghost"
                    aria-describedby={nameId(server)}
                    onPress={() => setPendingAction({ action: 'forgetKey', server })}
                  >
                    {t('servers.forgetKey')}
                  </Button>
                )}
                <Button
                  size="small"
                  kind="ghost"
                  aria-describedby={nameId(server)}
                  onPress={() => setPendingAction({ action: 'remove', server })}
                >
                  {t('servers.remove')}
                </Button>
              </div>
            </li>
          ))}
        </ul>
      )}
      <div className={styles.actions}>
        {/* What had the focus is gone: it goes on here. */}
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
        <Button key={closeCount} autoFocus={closeCount > 0} onPress={() => setView({ kind: 'form', server: null })}>
          <Plus size={16} aria-hidden />
          {t('servers.add')}
        </Button>
        {models.servers.some((server) => countModels(models, server) > 0) && (
          <Button kind="ghost" onPress={() => openDialog('models')}>
            {t('servers.chooseModel')}
          </Button>
        )}
      </div>
      {pendingAction !== null && (
        <ServerConfirmDialog {...pendingAction} onConfirm={() => confirm(pendingAction)} onCancel={() => setPendingAction(null)} />
      )}
    </>
  )
}

/** The buttons of one server are told apart by its name. */
function nameId({ id }: ServerView): string {
  return `server-${id}`
}

const keyTextKeys = { none: 'servers.keyNone', own: 'servers.keyOwn', 'hugging-face': 'servers.keyHuggingFace' } as const

function ServerFacts({ server, models }: { readonly server: ServerView; readonly models: ModelList }) {
  const { t } = useTranslation()
  const { failure, fetchedAt, keyKind, hasSessionKey } = server
  const count = countModels(models, server)
  return (
    <>
      <p id={nameId(server)} className={styles.name}>
        <bdi>{server.name}</bdi>
      </p>
      <p className={styles.address}>{server.address}</p>
      {failure === null ? (
        <p>{fetchedAt === null ? t('servers.notAsked') : t('servers.modelCount', { count })}</p>
      ) : (
        <p>
          <span className={styles.error}>{t(`failures.${failure.code}`)}</span> {count > 0 && t('servers.knownModels', { count })}
        </p>
      )}
      <p className={styles.muted}>{t(hasSessionKey ? 'servers.keySession' : keyTextKeys[keyKind])}</p>
    </>
  )
}
