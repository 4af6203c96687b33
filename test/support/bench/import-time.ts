// A program that measures imports and prints the milliseconds. Arguments: "main", the built main script and an empty data folder; or
// "packages" and their names. For main, 'electron' is a fake module, and the measurement ends when the first window is created.

import { readdirSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [, , task, ...args] = process.argv
if (task === 'main') await importMain(args[0] ?? '', args[1] ?? '')
else {
  const start = performance.now()
  await Promise.all(args.map((name) => import(name)))
  reportAndExit(start)
}

function reportAndExit(start: number): never {
  process.stdout.write(String(performance.now() - start))
  process.exit(0)
}

async function importMain(file: string, folder: string): Promise<void> {
  const names = listElectronImports(dirname(file))
  let start = 0
  const fakeElectron = createFakeElectron(folder, () => reportAndExit(start))
  // The module below is source text and can reach the fake only through a global.
  Object.assign(globalThis, { electronParts: fakeElectron })
  const source = [...names].map((name) => `export const ${name} = electronParts.${name}`).join('\n')
  registerHooks({
    resolve: (name, context, next) => (name === 'electron' ? { url: 'electron:parts', shortCircuit: true } : next(name, context)),
    load: (url, context, next) => (url === 'electron:parts' ? { format: 'module', source, shortCircuit: true } : next(url, context)),
  })
  start = performance.now()
  await import(pathToFileURL(file).href)
}

/** Every name that the built files import from Electron. */
function listElectronImports(folder: string): ReadonlySet<string> {
  const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
  const lists = texts.flatMap((text) =>
    [...text.matchAll(/\bimport\s*\{([^}]*)\}\s*from\s*["']electron["']/g)].map(([, list = '']) => list),
  )
  return new Set(lists.flatMap((list) => list.split(',')).map((name) => name.trim().split(' ')[0] ?? ''))
}

function createFakeElectron(folder: string, onWindow: () => never): object {
  /** Every property and call of it returns itself. */
  const anyValue: unknown = new Proxy(Function.prototype, {
    get: (_, name) => (name === 'then' ? undefined : anyValue),
    apply: () => anyValue,
  })
  const app = { isPackaged: false, getPath: () => folder, requestSingleInstanceLock: () => true, whenReady: () => Promise.resolve() }
  const fakeElectron = {
    app: withFallback(app),
    // oxlint-disable-next-line object-shorthand -- an arrow or a method cannot be called with `new`
    BrowserWindow: function () {
      onWindow()
    },
  }
  return withFallback(fakeElectron)

  function withFallback(known: object): object {
    return new Proxy(known, { get: (target, name) => Reflect.get(target, name) ?? anyValue })
  }
}
