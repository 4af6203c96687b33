// A throw-away real keyring: a D-Bus of its own with gnome-keyring on it, in folders of its own, in the state a spec asks for.
// It outlives any number of app starts and takes its daemons and folders with it. Hides how a keyring is made to be each of these.

import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createTempFolder } from '../../support/temp-folder.ts'
import { waitUntil } from '../../support/wait-until.ts'

/**
 * `no-collection`: a keyring that nobody has set up; `no-service`: a D-Bus without a keyring; `no-bus`: not even that; `denied`: a
 * D-Bus that lets nobody talk to the keyring; `prompting`: a locked one whose question for the password stays open.
 */
export type KeyringState = 'unlocked' | 'locked' | 'no-collection' | 'no-service' | 'no-bus' | 'denied' | 'prompting'

export interface Keyring {
  /** What a process needs in its environment to talk to this keyring and to no other. */
  readonly environment: Readonly<Record<string, string>>
  /** Both work while apps use the keyring; they fail when the state has no collection. */
  readonly lock: () => Promise<void>
  readonly unlock: () => Promise<void>
  /** Waits for the question of `prompting` to open, and closes it as its user might. */
  readonly dismissPrompt: () => Promise<void>
  /** Ends the daemons and removes the folders. */
  readonly stop: () => Promise<void>
}

/** An entry that some other program has made, with whatever attributes and bytes. */
export interface ForeignEntry {
  readonly attributes: Readonly<Record<string, string>>
  readonly secret: Buffer
}

const password = 'only for this test'
const collection = '/org/freedesktop/secrets/collection/login'
const service = ['--session', '--dest', 'org.freedesktop.secrets', '--object-path', '/org/freedesktop/secrets', '--method']

// Without other folders of services nothing is started by being asked for, so a missing keyring stays missing.
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
 * Fails when D-Bus or gnome-keyring is not installed, or does not come up in time.
 * @param foreign entries that are there already, in a second keyring, which is always open.
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
    // A daemon dies with the test that started it, even when that is killed.
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', command, ...args], {
      env: { PATH: process.env['PATH'], HOME: folder, ...environment },
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    child.stdin.on('error', () => undefined).end(input)
    daemons.push(child)
  }
  /** A display without a screen; it chooses its own number. */
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
    // Where nobody may talk to the keyring, all that can be seen is that it is there.
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
    dismissPrompt: async () => void (await waitUntil('the question to open', closePrompt)),
    stop,
  }
}

/** In gnome-keyring's own form for a keyring without a password, which it reads when it starts. */
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

/** Where distributions put the system's own window for the password, which comes with gnome-keyring. */
const prompterPaths = ['/usr/libexec/gcr-prompter', '/usr/lib/gcr/gcr-prompter', '/usr/lib/gcr-prompter', '/usr/libexec/gcr4-prompter']

/**
 * The system's window for the password, on a display that nobody sees and where it says who it is. Where it is not installed,
 * something that is started and never answers takes its place; the keyring gives that up after 25 seconds.
 */
function writePrompter(services: string, script: string, promptFile: string, display: string): void {
  const prompter = prompterPaths.find((path) => existsSync(path)) ?? 'sleep 120'
  const lines = ['#!/bin/sh', `echo $$ > ${promptFile}`, `export DISPLAY=${display} GDK_BACKEND=x11 NO_AT_BRIDGE=1`, `exec ${prompter}`]
  writeFileSync(script, `${lines.join('\n')}\n`, { mode: 0o755 })
  writeFileSync(join(services, 'prompter.service'), `[D-BUS Service]\nName=org.gnome.keyring.SystemPrompter\nExec=${script}\n`)
}

/**
 * Tells a running gnome-keyring the password as a login does, over its control socket: a byte, then the length of the whole, the
 * number of the operation (1: unlock), and the password with its length; four bytes each. It answers 8 and 0.
 */
async function unlock(control: string): Promise<void> {
  const secret = Buffer.from(password)
  const head = Buffer.alloc(12)
  head.writeUInt32BE(12 + secret.length, 0)
  head.writeUInt32BE(1, 4)
  head.writeUInt32BE(secret.length, 8)
  const socket = connect(control)
  await once(socket, 'connect')
  // The first byte carries our identity and must come alone.
  await new Promise((resolve) => socket.write(Buffer.alloc(1), resolve))
  socket.write(Buffer.concat([head, secret]))
  const [reply]: Buffer[] = await once(socket, 'data')
  socket.destroy()
  if (reply?.readUInt32BE(4) !== 0) throw new Error('The keyring refused its password')
}
