// The servers that were added by hand: how each is, and what can be done with it.

import { useState } from 'react'
import { Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ModelList, ServerView } from '../../shared/types/models.ts'
import { change, useWindow } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { ServerForm } from './ServerForm.tsx'
import { ServerQuestion, type ServerQuestionProps } from './ServerQuestion.tsx'
import { forgetServerKey, modelCount, removeServer, setServerKey } from '../state/servers.ts'
import styles from './Servers.module.css'

type Shown = { readonly kind: 'list' } | { readonly kind: 'form'; readonly server: ServerView | null }

export function Servers() {
  const { t } = useTranslation()
  const models = useWindow((state) => state.models)
  const [shown, setShown] = useState<Shown>({ kind: 'list' })
  const [asking, setAsking] = useState<Pick<ServerQuestionProps, 'about' | 'server'> | null>(null)
  /** How often something ended that had the focus. */
  const [endings, setEndings] = useState(0)
  const comeBack = () => {
    setShown({ kind: 'list' })
    setEndings((before) => before + 1)
  }
  const confirm = ({ about, server }: Pick<ServerQuestionProps, 'about' | 'server'>) => {
    setAsking(null)
    void (about === 'remove' ? removeServer(server.id) : forgetServerKey(server.id)).then(comeBack)
  }
  if (models === null) return null
  if (shown.kind === 'form') return <ServerForm server={shown.server} onDone={comeBack} />
  return (
    <>
      <h3>{t('settings.servers')}</h3>
      <p className={styles.quiet}>{t('servers.intro')}</p>
      {models.servers.length > 0 && (
        <ul className={styles.list} aria-label={t('settings.servers')}>
          {models.servers.map((server) => (
            <li key={server.id} className={styles.server}>
              <ServerFacts server={server} models={models} />
              <div className={styles.actions}>
                <Button size="small" aria-describedby={nameId(server)} onPress={() => setShown({ kind: 'form', server })}>
                  {t('servers.change')}
                </Button>
                {server.keyKind !== 'hugging-face' && (
                  <Button size="small" aria-describedby={nameId(server)} onPress={() => void setServerKey(server.id)}>
                    {t(server.keyKind === 'none' ? 'servers.setKey' : 'servers.replaceKey')}
                  </Button>
                )}
                {server.keyKind === 'own' && (
                  <Button
                    size="small"
                    kind="quiet"
                    aria-describedby={nameId(server)}
                    onPress={() => setAsking({ about: 'forgetKey', server })}
                  >
                    {t('servers.forgetKey')}
                  </Button>
                )}
                <Button size="small" kind="quiet" aria-describedby={nameId(server)} onPress={() => setAsking({ about: 'remove', server })}>
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
        <Button key={endings} autoFocus={endings > 0} onPress={() => setShown({ kind: 'form', server: null })}>
          <Plus size={16} aria-hidden />
          {t('servers.add')}
        </Button>
        {models.servers.some((server) => modelCount(models, server) > 0) && (
          <Button kind="quiet" onPress={() => change({ dialog: 'models' })}>
            {t('servers.chooseModel')}
          </Button>
        )}
      </div>
      {asking !== null && <ServerQuestion {...asking} onConfirm={() => confirm(asking)} onCancel={() => setAsking(null)} />}
    </>
  )
}

/** The buttons of one server are told apart by its name. */
function nameId({ id }: ServerView): string {
  return `server-${id}`
}

const keyWords = { none: 'servers.keyNone', own: 'servers.keyOwn', 'hugging-face': 'servers.keyHuggingFace' } as const

function ServerFacts({ server, models }: { readonly server: ServerView; readonly models: ModelList }) {
  const { t } = useTranslation()
  const { failure, fetchedAt, keyKind, isKeyHeld } = server
  const count = modelCount(models, server)
  return (
    <>
      <p id={nameId(server)} className={styles.name}>
        <bdi>{server.name}</bdi>
      </p>
      <p className={styles.address}>{server.address}</p>
      {failure === null ? (
        <p>{fetchedAt === null ? t('servers.notAsked') : t('servers.answers', { count })}</p>
      ) : (
        <p>
          <span className={styles.bad}>{t(`failures.${failure.code}`)}</span> {count > 0 && t('servers.kept', { count })}
        </p>
      )}
      <p className={styles.quiet}>{t(isKeyHeld ? 'servers.keyHeld' : keyWords[keyKind])}</p>
    </>
  )
}
