// A temporary real keyring: a private D-Bus with gnome-keyring, in temporary folders, in the state a spec asks for. It outlives
// any number of app starts and removes its daemons and folders at the end. Hides how each state is set up.

import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createTempFolder } from '../../support/temp-folder.ts'
import { waitUntil } from '../../support/wait-until.ts'

/**
 * `no-collection`: a keyring that was never set up; `no-service`: a D-Bus without a keyring; `no-bus`: no D-Bus; `denied`: a D-Bus
 * whose policy denies access to the keyring; `prompting`: a locked keyring whose password prompt stays open.
 */
export type KeyringState = 'unlocked' | 'locked' | 'no-collection' | 'no-service' | 'no-bus' | 'denied' | 'prompting'

export interface Keyring {
  /** The environment variables with which a process uses this keyring and no other. */
  readonly environment: Readonly<Record<string, string>>
  /** Both work while apps use the keyring; they reject in a state without a collection. */
  readonly lock: () => Promise<void>
  readonly unlock: () => Promise<void>
  /** Waits for the prompt of `prompting` to open, and closes it like a user. */
  readonly dismissPrompt: () => Promise<void>
  /** Ends the daemons and removes the folders. */
  readonly stop: () => Promise<void>
}

/** An entry of another program, with any attributes and bytes. */
export interface ForeignEntry {
  readonly attributes: Readonly<Record<string, string>>
  readonly secret: Buffer
}

const password = 'only for this test'
const collection = '/org/freedesktop/secrets/collection/login'
const service = ['--session', '--dest', 'org.freedesktop.secrets', '--object-path', '/org/freedesktop/secrets', '--method']

// Without other service folders D-Bus cannot start services on demand, so a missing keyring stays missing.
const busConfiguration = (socket: string, services: string, policy: string): string => `<!DOCTYPE busconfig PUBLIC
  "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>${services}</servicedir>
  <limit name="service_start_timeout">120000</limit>
  <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/>${policy}</policy>
</busconfig>`

/**
 * Rejects when D-Bus or gnome-keyring is not installed or does not start in time.
 * @param foreign existing entries, in a second keyring that is always unlocked.
 */
export async function startKeyring(state: KeyringState, foreign: readonly ForeignEntry[] = []): Promise<Keyring> {
  const tempFolder = createTempFolder('parley-keyring-')
  const folder = tempFolder.path
  const createSubfolder = (name: string): string => {
    const path = join(folder, name)
    mkdirSync(path, { mode: 0o700 })
    return path
  }
  const runtime = createSubfolder('runtime')
  const socket = join(runtime, 'bus')
  const services = createSubfolder('services')
  const environment = {
    XDG_RUNTIME_DIR: runtime,
    XDG_DATA_HOME: createSubfolder('data'),
    XDG_CONFIG_HOME: createSubfolder('config'),
    XDG_CACHE_HOME: createSubfolder('cache'),
    ...(state === 'no-bus' ? {} : { DBUS_SESSION_BUS_ADDRESS: `unix:path=${socket}` }),
  }
  const daemons: ChildProcess[] = []
  if (foreign.length > 0) writeForeignKeyring(join(folder, 'data'), foreign)

  const startDaemon = (command: string, args: readonly string[], input: string): void => {
    // The daemon dies with the test process, even when that is killed.
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', command, ...args], {
      env: { PATH: process.env['PATH'], HOME: folder, ...environment },
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    child.stdin.on('error', () => undefined).end(input)
    daemons.push(child)
  }
  /** Starts Xvfb, which picks its display number. */
  const startDisplay = async (): Promise<string> => {
    const numberFile = join(folder, 'display')
    startDaemon('/bin/sh', ['-c', `exec Xvfb -displayfd 1 -nolisten tcp > ${numberFile}`], '')
    const number = await waitUntil(
      'the display to start',
      () => (existsSync(numberFile) ? readFileSync(numberFile, 'utf8').trim() : '') || null,
    )
    return `:${number}`
  }
  const callService = async (method: string, ...args: readonly string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)('gdbus', ['call', ...service, method, ...args], {
      env: { PATH: process.env['PATH'], ...environment },
    })
    return stdout
  }
  const promptFile = join(folder, 'prompt.pid')
  const closePrompt = (): true | null => {
    const pid = existsSync(promptFile) ? Number.parseInt(readFileSync(promptFile, 'utf8'), 10) : Number.NaN
    if (Number.isNaN(pid)) return null
    rmSync(promptFile)
    process.kill(pid)
    return true
  }
  const stop = async (): Promise<void> => {
    closePrompt()
    for (const daemon of daemons.toReversed()) {
      if (daemon.exitCode !== null || daemon.signalCode !== null) continue
      const ended = once(daemon, 'exit')
      daemon.kill()
      await ended
    }
    tempFolder.removeFolder()
  }
  const lock = async (): Promise<void> => void (await callService('org.freedesktop.Secret.Service.Lock', `['${collection}']`))

  if (state !== 'no-bus') {
    const configuration = join(folder, 'bus.conf')
    const policy = state === 'denied' ? '<deny send_destination="org.freedesktop.secrets"/>' : ''
    writeFileSync(configuration, busConfiguration(socket, services, policy))
    if (state === 'prompting') writePrompter(services, join(folder, 'prompt.sh'), promptFile, await startDisplay())
    startDaemon('dbus-daemon', [`--config-file=${configuration}`, '--nofork', '--nopidfile'], '')
    await waitUntil('D-Bus to start', () => (existsSync(socket) ? true : null))
  }
  if (state !== 'no-bus' && state !== 'no-service') {
    const isSetUp = state !== 'no-collection'
    startDaemon('gnome-keyring-daemon', ['--foreground', '--components=secrets', ...(isSetUp ? ['--unlock'] : [])], isSetUp ? password : '')
    const expectedAlias = isSetUp ? collection : "'/'"
    // When D-Bus denies access, only the control socket shows that the keyring runs.
    const hasControlSocket = (): true | null => (existsSync(join(runtime, 'keyring/control')) ? true : null)
    await waitUntil('the keyring to start', async () => {
      if (state === 'denied') return hasControlSocket()
      const found = await callService('org.freedesktop.Secret.Service.ReadAlias', 'default').catch(() => '')
      return found.includes(expectedAlias) ? true : null
    })
  }
  if (state === 'locked' || state === 'prompting') await lock()

  return {
    environment,
    lock,
    unlock: () => unlock(join(runtime, 'keyring/control')),
    dismissPrompt: async () => void (await waitUntil('the prompt to open', closePrompt)),
    stop,
  }
}

/** Writes gnome-keyring's file format for a keyring without a password, which it reads when it starts. */
function writeForeignKeyring(data: string, entries: readonly ForeignEntry[]): void {
  const keyrings = join(data, 'keyrings')
  mkdirSync(keyrings, { mode: 0o700 })
  const parts = entries.flatMap(({ attributes, secret }, number) => [
    `[${number}]\nitem-type=0\ndisplay-name=${number}\nbinary-secret=${secret.toString('hex')}\nctime=0\nmtime=0`,
    ...Object.entries(attributes).map(([name, value], at) => `[${number}:attribute${at}]\nname=${name}\ntype=string\nvalue=${value}`),
  ])
  const head = '[keyring]\ndisplay-name=foreign\nctime=0\nmtime=0\nlock-on-idle=false\nlock-after=false'
  writeFileSync(join(keyrings, 'foreign.keyring'), `${[head, ...parts].join('\n\n')}\n`, { mode: 0o600 })
}

/** Where distributions install the system's password prompt, which comes with gnome-keyring. */
const prompterPaths = ['/usr/libexec/gcr-prompter', '/usr/lib/gcr/gcr-prompter', '/usr/lib/gcr-prompter', '/usr/libexec/gcr4-prompter']

/**
 * Registers the system's password prompt on the virtual display, with its pid in `promptFile`. When it is not installed, a program
 * that never answers replaces it; the keyring gives up on that after 25 seconds.
 */
function writePrompter(services: string, script: string, promptFile: string, display: string): void {
  const prompter = prompterPaths.find((path) => existsSync(path)) ?? 'sleep 120'
  const lines = ['#!/bin/sh', `echo $$ > ${promptFile}`, `export DISPLAY=${display} GDK_BACKEND=x11 NO_AT_BRIDGE=1`, `exec ${prompter}`]
  writeFileSync(script, `${lines.join('\n')}\n`, { mode: 0o755 })
  writeFileSync(join(services, 'prompter.service'), `[D-BUS Service]\nName=org.gnome.keyring.SystemPrompter\nExec=${script}\n`)
}

/**
 * Sends the password to a running gnome-keyring over its control socket, like a login: one byte, then the total length, the
 * operation (1: unlock), the length of the password, four bytes each, and the password. The reply is 8 and 0.
 */
async function unlock(control: string): Promise<void> {
  const secret = Buffer.from(password)
  const head = Buffer.alloc(12)
  head.writeUInt32BE(12 + secret.length, 0)
  head.writeUInt32BE(1, 4)
  head.writeUInt32BE(secret.length, 8)
  const socket = connect(control)
  await once(socket, 'connect')
  // The first byte carries the process credentials and must be sent alone.
  await new Promise((resolve) => socket.write(Buffer.alloc(1), resolve))
  socket.write(Buffer.concat([head, secret]))
  const [reply]: Buffer[] = await once(socket, 'data')
  socket.destroy()
  if (reply?.readUInt32BE(4) !== 0) throw new Error('The keyring refused its password')
}
