// Makes a machine ready for every other command: the lockfile's packages and, on Debian or Ubuntu, the system's.
// Plain JavaScript for Node 18 and newer without any package, because it runs before there is one.

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** The places where test/stand-ins/electron/chromium.ts looks for it. */
const chromiumPlaces = [
  '/usr/lib/chromium/chromium',
  '/usr/lib/chromium-browser/chromium-browser',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
]

/** On Debian libsecret lies in a folder named after the processor. */
const libsecretPlaces = ['lib/x86_64-linux-gnu', 'lib/aarch64-linux-gnu', 'lib64', 'lib'].map((kind) => `/usr/${kind}/libsecret-1.so.0`)

/**
 * What the tests and the stand-in for Electron need from the system: whether it is there, and what each package manager calls it.
 * Where a distribution has moved a program between packages, its path names the package; those managers take that too.
 */
const systemParts = [
  { isThere: () => chromiumPlaces.some(existsSync), apt: 'chromium', dnf: 'chromium', pacman: 'chromium', zypper: 'chromium' },
  { isThere: () => isOnPath('Xvfb'), apt: 'xvfb', dnf: '/usr/bin/Xvfb', pacman: 'xorg-server-xvfb', zypper: '/usr/bin/Xvfb' },
  {
    isThere: () => isOnPath('dbus-run-session'),
    apt: 'dbus',
    dnf: '/usr/bin/dbus-run-session',
    pacman: 'dbus',
    zypper: '/usr/bin/dbus-run-session',
  },
  {
    isThere: () => isOnPath('gnome-keyring-daemon'),
    apt: 'gnome-keyring',
    dnf: 'gnome-keyring',
    pacman: 'gnome-keyring',
    zypper: 'gnome-keyring',
  },
  { isThere: () => isOnPath('setpriv'), apt: 'util-linux', dnf: 'util-linux', pacman: 'util-linux', zypper: 'util-linux' },
  {
    isThere: () => libsecretPlaces.some(existsSync),
    apt: 'libsecret-1-0',
    dnf: 'libsecret',
    pacman: 'libsecret',
    zypper: 'libsecret-1-0',
  },
  { isThere: () => isOnPath('openssl'), apt: 'openssl', dnf: 'openssl', pacman: 'openssl', zypper: 'openssl' },
]

/** Every letter and sign on screen, and screenshots that look the same. A minimal Debian has none; desktops bring their own. */
const debianFonts = [
  { file: '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf', apt: 'fonts-dejavu-core' },
  { file: '/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf', apt: 'fonts-liberation' },
  { file: '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf', apt: 'fonts-noto-color-emoji' },
]

/** Debian has Chromium without a user interface as well, with which the stand-in starts faster; Ubuntu has not. */
const debianShell = { file: '/usr/lib/chromium/chromium-headless-shell', apt: 'chromium-headless-shell' }

/** How the other distributions install. There the person at the keyboard does it. */
const otherManagers = [
  { name: 'dnf', words: 'dnf install' },
  { name: 'pacman', words: 'pacman -S --needed' },
  { name: 'zypper', words: 'zypper install' },
]

installPackages()
if (process.platform === 'linux') installSystemParts()

/** Runs `npm ci` when node_modules is missing or was made from another lockfile. */
function installPackages() {
  const stamp = join(root, 'node_modules', '.parley-ready')
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  say('Installing the packages of package-lock.json …')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  // The package manager's warnings about Node's version are about Node outside Parley, which brings its own.
  run(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { shell: process.platform === 'win32' })
  writeFileSync(stamp, lock)
}

function installSystemParts() {
  const missing = systemParts.filter((part) => !part.isThere())
  if (isOnPath('apt-get')) {
    const files = isDebian() ? [...debianFonts, debianShell] : debianFonts
    return installFromDebian([...missing, ...files.filter(({ file }) => !existsSync(file))])
  }
  if (missing.length === 0) return
  const manager = otherManagers.find(({ name }) => isOnPath(name))
  // What needs a missing part says so itself.
  if (manager === undefined)
    say(`These parts are missing; install what your system calls them: ${missing.map(({ apt }) => apt).join(', ')}`)
  else
    say(`Parts of the system are missing. Run this once:\n  sudo ${manager.words} ${missing.map((part) => part[manager.name]).join(' ')}`)
}

function installFromDebian(missing) {
  if (missing.length === 0) return
  const names = missing.map(({ apt }) => apt)
  const install = ['apt-get', 'install', '--yes', '--no-install-recommends', ...names]
  const asRoot = process.getuid?.() === 0 ? [] : canSudo() ? ['sudo', '--non-interactive'] : null
  if (asRoot === null) stop(`Parts of the system are missing. Run this once, then try again:\n  sudo ${install.join(' ')}`)
  say(`Installing from Debian: ${names.join(', ')} …`)
  const quiet = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: ['ignore', 'ignore', 'inherit'] }
  for (const [command, ...parameters] of [
    [...asRoot, 'apt-get', 'update', '-qq'],
    [...asRoot, ...install, '-qq'],
  ])
    run(command, parameters, quiet)
}

function isDebian() {
  const release = '/etc/os-release'
  return existsSync(release) && /^ID=debian$/m.test(readFileSync(release, 'utf8'))
}

function isOnPath(program) {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, program)))
}

function canSudo() {
  return spawnSync('sudo', ['--non-interactive', 'true'], { stdio: 'ignore' }).status === 0
}

function run(command, parameters, options = {}) {
  // What is installed is told on the error stream, so that a command's `--json` output stays clean.
  const done = spawnSync(command, parameters, { cwd: root, stdio: ['ignore', 2, 2], ...options })
  if (done.status !== 0) stop(`This command failed: ${command} ${parameters.join(' ')}`)
}

function say(text) {
  process.stderr.write(`${text}\n`)
}

function stop(text) {
  say(text)
  process.exit(1)
}
