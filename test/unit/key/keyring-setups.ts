// Real keyrings for specs: a D-Bus session bus and a gnome-keyring of their own, in each of the states a user's may be in.
// Hides how a bus without a service, a forbidding bus and a prompt that nobody answers are made. Touches nobody's own keyring.

import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'

export type SetUp = 'ready' | 'no D-Bus' | 'no service' | 'no collection' | 'denied' | 'prompt left open' | 'library missing'

export interface Keyring {
  readonly folder: string
  /** For programs that are to use it. */
  readonly environment: NodeJS.ProcessEnv
  readonly lock: () => void
  /**
   * As the user's next sign-in would: the keyring's service starts anew and is given the password. A program that has used it
   * before must be started anew as well, for libsecret goes on asking the service that has ended.
   */
  readonly unlock: () => Promise<void>
  /** Closes the prompt that stands open, as its user might. */
  readonly dismissPrompt: () => Promise<void>
  readonly close: () => Promise<void>
}

const allowAll = '<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>'
const forbid = '<deny send_destination="org.freedesktop.secrets"/>'

export async function startKeyring(setUp: SetUp): Promise<Keyring> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-keyring-'))
  const environment = environmentIn(folder)
  if (setUp === 'library missing') environment['LD_LIBRARY_PATH'] = emptyLibraryIn(folder)
  const bus = setUp === 'no D-Bus' ? null : await startBus(setUp, folder, environment)
  const hasService = bus !== null && setUp !== 'no service'
  let daemon = hasService ? await startDaemon(setUp === 'no collection', environment) : null

  return {
    folder,
    environment,
    lock: () =>
      call(environment, [
        '/org/freedesktop/secrets',
        'org.freedesktop.Secret.Service.Lock',
        'array:objpath:/org/freedesktop/secrets/collection/login',
      ]),
    async unlock() {
      await end(daemon)
      daemon = await startDaemon(false, environment)
    },
    async dismissPrompt() {
      await expect.poll(() => prompterIn(folder)).not.toBeNull()
      const prompter = prompterIn(folder)
      if (prompter !== null) process.kill(prompter)
    },
    async close() {
      const prompter = prompterIn(folder)
      if (prompter !== null) endQuietly(prompter)
      await end(daemon)
      await end(bus)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function environmentIn(folder: string): NodeJS.ProcessEnv {
  const own = Object.fromEntries(
    ['XDG_DATA_HOME', 'XDG_RUNTIME_DIR', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME'].map((name) => {
      const path = join(folder, name.toLowerCase())
      mkdirSync(path, { mode: 0o700 })
      return [name, path]
    }),
  )
  // No display: nothing of it may appear on the screen of whoever runs the tests.
  return { PATH: process.env['PATH'], HOME: folder, ...own }
}

/** The loader finds an empty file first and gives up, as it does where libsecret is not installed. */
function emptyLibraryIn(folder: string): string {
  const path = join(folder, 'lib')
  mkdirSync(path)
  writeFileSync(join(path, 'libsecret-1.so.0'), '')
  return path
}

async function startBus(setUp: SetUp, folder: string, environment: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const services = join(folder, 'services')
  mkdirSync(services)
  if (setUp === 'prompt left open') {
    const script = join(folder, 'prompter.sh')
    writeFileSync(script, `#!/bin/sh\necho $$ > ${folder}/prompter.pid\nexec sleep 120\n`, { mode: 0o755 })
    writeFileSync(join(services, 'prompter.service'), `[D-BUS Service]\nName=org.gnome.keyring.SystemPrompter\nExec=${script}\n`)
  }
  const configuration = join(folder, 'bus.conf')
  const policy = setUp === 'denied' ? allowAll + forbid : allowAll
  writeFileSync(
    configuration,
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
    <busconfig><type>session</type><listen>unix:dir=${environment['XDG_RUNTIME_DIR']}</listen><auth>EXTERNAL</auth>
    <servicedir>${services}</servicedir><limit name="service_start_timeout">120000</limit>
    <policy context="default">${policy}</policy></busconfig>`,
  )
  const bus = spawn('dbus-daemon', [`--config-file=${configuration}`, '--nofork', '--print-address=1'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const address = await new Promise<string>((resolve, reject) => {
    bus.stdout?.once('data', (data: Buffer) => resolve(data.toString().trim()))
    bus.once('error', reject)
  })
  environment['DBUS_SESSION_BUS_ADDRESS'] = address
  return bus
}

async function startDaemon(withoutCollection: boolean, environment: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const mode = withoutCollection ? '--start' : '--unlock'
  const daemon = spawn('gnome-keyring-daemon', [mode, '--foreground', '--components=secrets'], {
    env: environment,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  daemon.stdin?.end(withoutCollection ? '' : 'password\n')
  await expect.poll(() => hasOwner(environment)).toBe(true)
  return daemon
}

function hasOwner(environment: NodeJS.ProcessEnv): boolean {
  const asked = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus']
  const reply = spawnSync('dbus-send', [...asked, 'org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets'], {
    env: environment,
  })
  return reply.stdout.toString().includes('boolean true')
}

function call(environment: NodeJS.ProcessEnv, message: readonly string[]): void {
  const done = spawnSync('dbus-send', ['--session', '--print-reply', '--dest=org.freedesktop.secrets', ...message], { env: environment })
  expect(done.status, done.stderr.toString()).toBe(0)
}

function prompterIn(folder: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(join(folder, 'prompter.pid'), 'utf8'), 10)
    return Number.isNaN(pid) ? null : pid
  } catch {
    return null
  }
}

function endQuietly(pid: number): void {
  try {
    process.kill(pid)
  } catch {
    // It has ended already.
  }
}

async function end(child: ChildProcess | null): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}
