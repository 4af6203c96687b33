// The sheet of all keys, by part of the window. Those of commands come from their table; those inside a part are written here.

import { useTranslation } from 'react-i18next'
import { getAccelerator, commandNames } from '../../shared/commands.ts'
import { closeDialog } from '../state/layout.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { isMac, formatAccelerator } from './accelerators.ts'
import styles from './Shortcuts.module.css'

const shortcutGroups = [
  {
    group: 'prompt',
    shortcuts: [
      ['send', 'Enter'],
      ['newLine', 'Shift+Enter'],
    ],
  },
  {
    group: 'conversation',
    shortcuts: [
      ['nextMessage', 'Alt+Down'],
      ['previousMessage', 'Alt+Up'],
    ],
  },
  {
    group: 'find',
    shortcuts: [
      ['nextMatch', 'Enter'],
      ['previousMatch', 'Shift+Enter'],
      ['closeFind', 'Escape'],
    ],
  },
  {
    group: 'history',
    shortcuts: [
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
    group: 'picker',
    shortcuts: [
      ['nextModel', 'Down'],
      ['previousModel', 'Up'],
      ['nextModelPage', 'PageDown'],
      ['previousModelPage', 'PageUp'],
      ['useModel', 'Enter'],
      ['focusStar', 'Right'],
      ['compareSelected', 'CommandOrControl+Enter'],
      ['closeDialog', 'Escape'],
    ],
  },
  {
    group: 'comparison',
    shortcuts: [
      ['nextColumn', 'Alt+Right'],
      ['previousColumn', 'Alt+Left'],
    ],
  },
] as const

export function Shortcuts() {
  const { t } = useTranslation()
  const globalShortcuts = commandNames.flatMap((name) => {
    const accelerator = getAccelerator(name, isMac)
    return accelerator === null ? [] : [{ description: t(`system.commands.${name}`), accelerator }]
  })
  return (
    <Dialog title={t('shortcuts.title')} onClose={() => closeDialog()}>
      {/* Scrolls, so it must be reachable without a pointer. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={styles.sheet} tabIndex={0} aria-label={t('shortcuts.title')}>
        <div className={styles.parts}>
          <ShortcutGroup title={t('shortcuts.everywhere')} shortcuts={globalShortcuts} />
          {shortcutGroups.map(({ group, shortcuts }) => (
            <ShortcutGroup
              key={group}
              title={t(`shortcuts.${group}`)}
              shortcuts={shortcuts.map(([name, accelerator]) => ({ description: t(`shortcuts.${name}`), accelerator }))}
            />
          ))}
        </div>
      </section>
    </Dialog>
  )
}

interface Shortcut {
  readonly description: string
  readonly accelerator: string
}

function ShortcutGroup({ title, shortcuts }: { readonly title: string; readonly shortcuts: readonly Shortcut[] }) {
  return (
    <section className={styles.part}>
      <h3 className={styles.title}>{title}</h3>
      <dl className={styles.keys}>
        {shortcuts.map(({ description, accelerator }) => (
          <div key={description} className={styles.row}>
            <dt>{description}</dt>
            <dd>
              <kbd>{formatAccelerator(accelerator)}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
