// Makes a machine ready for every other command: the lockfile's packages and, on Debian or Ubuntu, the system's.
// Plain JavaScript for Node 18 and newer without any package, because it runs before there is one.

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** What the tests and the stand-in for Electron need from the system: a file that shows it is there, and its Debian package. */
const systemParts = [
  { file: '/usr/bin/chromium', name: 'chromium' },
  { file: '/usr/bin/Xvfb', name: 'xvfb' },
  { file: '/usr/bin/dbus-run-session', name: 'dbus' },
  { file: '/usr/bin/gnome-keyring-daemon', name: 'gnome-keyring' },
  { file: '/usr/bin/setpriv', name: 'util-linux' },
  { file: '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf', name: 'fonts-dejavu-core' },
  { file: '/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf', name: 'fonts-liberation' },
  { file: '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf', name: 'fonts-noto-color-emoji' },
]

/** libsecret lies in a folder named after the processor, so its places are tried in turn. */
const libsecretPlaces = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map((kind) => `/usr/lib/${kind}/libsecret-1.so.0`)

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
  const missing = systemParts.filter((part) => !existsSync(part.file)).map((part) => part.name)
  if (!libsecretPlaces.some((place) => existsSync(place))) missing.push('libsecret-1-0')
  if (missing.length === 0) return
  const words = `apt-get install --yes --no-install-recommends ${missing.join(' ')}`
  const asRoot = process.getuid?.() === 0 ? [] : canSudo() ? ['sudo', '--non-interactive'] : null
  if (!existsSync('/usr/bin/apt-get')) {
    // Other distributions name these differently; what needs a missing one says so itself.
    say(`These parts are missing; install what your system calls them: ${missing.join(', ')}`)
    return
  }
  if (asRoot === null) stop(`Parts of the system are missing. Run this once, then try again:\n  sudo ${words}`)
  say(`Installing from Debian: ${missing.join(', ')} …`)
  const quiet = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: ['ignore', 'ignore', 'inherit'] }
  run([...asRoot, 'apt-get'][0], [...asRoot, 'apt-get', 'update', '-qq'].slice(1), quiet)
  run([...asRoot, 'apt-get'][0], [...asRoot, ...words.split(' '), '-qq'].slice(1), quiet)
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
