// Prepares a machine for every other command: installs the lockfile's packages and, on Debian or Ubuntu, system packages.
// Plain JavaScript for Node 18 and newer without dependencies, because it runs before any package is installed.

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** The same paths as in test/stand-ins/electron/chromium.ts. */
const chromiumPaths = [
  '/usr/lib/chromium/chromium',
  '/usr/lib/chromium-browser/chromium-browser',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
]

/** Debian has a library folder per processor. */
const libsecretPaths = ['lib/x86_64-linux-gnu', 'lib/aarch64-linux-gnu', 'lib64', 'lib'].map((kind) => `/usr/${kind}/libsecret-1.so.0`)

/**
 * What the tests and the stand-in for Electron need from the system: whether it is installed, and its name in each package manager.
 * Where a distribution has moved a program between packages, the path of the program is given; those managers accept it too.
 */
const systemParts = [
  { isInstalled: () => chromiumPaths.some(existsSync), apt: 'chromium', dnf: 'chromium', pacman: 'chromium', zypper: 'chromium' },
  { isInstalled: () => isOnPath('Xvfb'), apt: 'xvfb', dnf: '/usr/bin/Xvfb', pacman: 'xorg-server-xvfb', zypper: '/usr/bin/Xvfb' },
  {
    isInstalled: () => isOnPath('dbus-run-session'),
    apt: 'dbus',
    dnf: '/usr/bin/dbus-run-session',
    pacman: 'dbus',
    zypper: '/usr/bin/dbus-run-session',
  },
  {
    isInstalled: () => isOnPath('gnome-keyring-daemon'),
    apt: 'gnome-keyring',
    dnf: 'gnome-keyring',
    pacman: 'gnome-keyring',
    zypper: 'gnome-keyring',
  },
  { isInstalled: () => isOnPath('setpriv'), apt: 'util-linux', dnf: 'util-linux', pacman: 'util-linux', zypper: 'util-linux' },
  {
    isInstalled: () => libsecretPaths.some(existsSync),
    apt: 'libsecret-1-0',
    dnf: 'libsecret',
    pacman: 'libsecret',
    zypper: 'libsecret-1-0',
  },
  { isInstalled: () => isOnPath('openssl'), apt: 'openssl', dnf: 'openssl', pacman: 'openssl', zypper: 'openssl' },
]

/** Fonts, for all characters and for reproducible screenshots. A minimal Debian has none. */
const debianFonts = [
  { file: '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf', apt: 'fonts-dejavu-core' },
  { file: '/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf', apt: 'fonts-liberation' },
  { file: '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf', apt: 'fonts-noto-color-emoji' },
]

/** Debian also packages Chromium's headless shell, with which the stand-in starts faster; Ubuntu does not. */
const debianShell = { file: '/usr/lib/chromium/chromium-headless-shell', apt: 'chromium-headless-shell' }

/** The install commands of other distributions, for the person to run. */
const otherManagers = [
  { name: 'dnf', command: 'dnf install' },
  { name: 'pacman', command: 'pacman -S --needed' },
  { name: 'zypper', command: 'zypper install' },
]

installPackages()
if (process.platform === 'linux') installSystemParts()

/** Runs `npm ci` when node_modules is missing or was installed from another lockfile. */
function installPackages() {
  const stamp = join(root, 'node_modules', '.parley-ready')
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  log('Installing the packages of package-lock.json …')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  // Errors only: npm's warnings about Node's version do not apply, because Parley installs its own Node.
  run(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { shell: process.platform === 'win32' })
  writeFileSync(stamp, lock)
}

function installSystemParts() {
  const missing = systemParts.filter((part) => !part.isInstalled())
  if (isOnPath('apt-get')) {
    const files = isDebian() ? [...debianFonts, debianShell] : debianFonts
    return installFromDebian([...missing, ...files.filter(({ file }) => !existsSync(file))])
  }
  if (missing.length === 0) return
  const manager = otherManagers.find(({ name }) => isOnPath(name))
  // Not fatal: a command that needs a missing part reports it.
  if (manager === undefined)
    log(`These packages are missing; install them under the names your system uses: ${missing.map(({ apt }) => apt).join(', ')}`)
  else log(`System packages are missing. Run this once:\n  sudo ${manager.command} ${missing.map((part) => part[manager.name]).join(' ')}`)
}

function installFromDebian(missing) {
  if (missing.length === 0) return
  const names = missing.map(({ apt }) => apt)
  const install = ['apt-get', 'install', '--yes', '--no-install-recommends', ...names]
  const asRoot = process.getuid?.() === 0 ? [] : canSudo() ? ['sudo', '--non-interactive'] : null
  if (asRoot === null) fail(`System packages are missing. Run this once, then try again:\n  sudo ${install.join(' ')}`)
  log(`Installing from Debian: ${names.join(', ')} …`)
  const spawnOptions = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: ['ignore', 'ignore', 'inherit'] }
  for (const [command, ...parameters] of [
    [...asRoot, 'apt-get', 'update', '-qq'],
    [...asRoot, ...install, '-qq'],
  ])
    run(command, parameters, spawnOptions)
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
  // Output goes to stderr, so that a command's `--json` output stays clean.
  const result = spawnSync(command, parameters, { cwd: root, stdio: ['ignore', 2, 2], ...options })
  if (result.status !== 0) fail(`This command failed: ${command} ${parameters.join(' ')}`)
}

function log(text) {
  process.stderr.write(`${text}\n`)
}

function fail(text) {
  log(text)
  process.exit(1)
}
