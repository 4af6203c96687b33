// The sheet of all keys, by part of the window. Those of commands come from their table; those inside a part are written here.

import { useTranslation } from 'react-i18next'
import { acceleratorOf, commandNames } from '../../shared/commands.ts'
import { change } from '../state/store.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { isMac, written } from './keys.ts'
import styles from './Shortcuts.module.css'

const parts = [
  {
    part: 'prompt',
    keys: [
      ['send', 'Enter'],
      ['newLine', 'Shift+Enter'],
    ],
  },
  {
    part: 'conversation',
    keys: [
      ['nextMessage', 'Alt+Down'],
      ['previousMessage', 'Alt+Up'],
    ],
  },
  {
    part: 'find',
    keys: [
      ['nextPlace', 'Enter'],
      ['previousPlace', 'Shift+Enter'],
      ['closeFind', 'Escape'],
    ],
  },
  {
    part: 'history',
    keys: [
      ['nextRow', 'Down'],
      ['previousRow', 'Up'],
      ['firstRow', 'Home'],
      ['lastRow', 'End'],
      ['openRow', 'Enter'],
      ['renameRow', 'F2'],
      ['removeRow', 'Delete'],
      ['clearSearch', 'Escape'],
    ],
  },
  {
    part: 'picker',
    keys: [
      ['nextModel', 'Down'],
      ['previousModel', 'Up'],
      ['pageOfModels', 'PageDown'],
      ['pageOfModelsBack', 'PageUp'],
      ['takeModel', 'Enter'],
      ['toStar', 'Right'],
      ['takeSeveral', 'CommandOrControl+Enter'],
      ['closeDialog', 'Escape'],
    ],
  },
  {
    part: 'comparison',
    keys: [
      ['nextColumn', 'Alt+Right'],
      ['previousColumn', 'Alt+Left'],
    ],
  },
] as const

export function Shortcuts() {
  const { t } = useTranslation()
  const everywhere = commandNames.flatMap((name) => {
    const accelerator = acceleratorOf(name, isMac)
    return accelerator === null ? [] : [{ what: t(`system.commands.${name}`), accelerator }]
  })
  return (
    <Dialog title={t('shortcuts.title')} onClose={() => change({ dialog: 'none' })}>
      {/* Scrolls, so it must be reachable without a pointer. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={styles.sheet} tabIndex={0} aria-label={t('shortcuts.title')}>
        <div className={styles.parts}>
          <Part title={t('shortcuts.everywhere')} keys={everywhere} />
          {parts.map(({ part, keys }) => (
            <Part
              key={part}
              title={t(`shortcuts.${part}`)}
              keys={keys.map(([name, accelerator]) => ({ what: t(`shortcuts.${name}`), accelerator }))}
            />
          ))}
        </div>
      </section>
    </Dialog>
  )
}

interface Key {
  readonly what: string
  readonly accelerator: string
}

function Part({ title, keys }: { readonly title: string; readonly keys: readonly Key[] }) {
  return (
    <section className={styles.part}>
      <h3 className={styles.title}>{title}</h3>
      <dl className={styles.keys}>
        {keys.map(({ what, accelerator }) => (
          <div key={what} className={styles.row}>
            <dt>{what}</dt>
            <dd>
              <kbd>{written(accelerator)}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
