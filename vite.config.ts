// One file builds everything that ships: the two pages, the main process with its two workers and the process that reads files, and a preload per window.
// Each preload is an environment of its own: a sandboxed preload is one CommonJS file and cannot load a shared chunk.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite'

const at = (path: string): string => join(import.meta.dirname, path)
const nativeModules = ['electron', 'better-sqlite3', 'keytar']

/**
 * Packages that import `node:process` get the global one, which is the same. Node makes all that the module exports when it is
 * imported, standard input and output among them: a third of the time of main's imports, before the window.
 */
const plainProcess: Plugin = {
  name: 'plain-process',
  enforce: 'pre',
  applyToEnvironment: ({ name }) => name === 'main',
  resolveId: (id) => (id === 'node:process' ? '\0plain-process' : null),
  load: (id) => (id === '\0plain-process' ? 'export default globalThis.process' : null),
}

/** The licences of what the page's thread is made of: Vite's own list has those of the pages alone. */
const threadLicenses: Plugin = {
  name: 'thread-licenses',
  generateBundle(_options, bundle) {
    const modules = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []))
    const folders = new Set(modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []))
    const texts = [...folders].toSorted().map((folder) => {
      const { name, version, license }: Readonly<Record<string, string>> = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each))
      return `## ${name} - ${version} (${license})\n\n${file === undefined ? '' : readFileSync(join(folder, file), 'utf8')}`
    })
    this.emitFile({ type: 'asset', fileName: 'thread-licenses.md', source: `# Licenses\n\n${texts.join('\n')}` })
  },
}

/** Adds the licences that stand in a package's README alone: Vite's own list has files only. */
const licensesInReadmes: Plugin = {
  name: 'licenses-in-readmes',
  applyToEnvironment: ({ name }) => name === 'main',
  writeBundle({ dir = '' }) {
    const list = join(dir, 'licenses.md')
    const whole = readFileSync(list, 'utf8').replaceAll(/^## (\S+) - .*\n+(?=## |$(?![^]))/gm, (heading, name: string) => {
      const readme = readFileSync(at(`node_modules/${name}/README.md`), 'utf8')
      return `${heading.trimEnd()}\n\n${/^#+ licen[cs]e\n+([^]*)/im.exec(readme)?.[1]?.trim() ?? ''}\n\n`
    })
    writeFileSync(list, whole)
  },
}

/** A page is first painted once its styles are there: they are asked for before its scripts, of which there are more and larger ones. */
const stylesFirst: Plugin = {
  name: 'styles-first',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => {
      const style = /\n *<link rel="stylesheet"[^>]*>/g
      return html.replaceAll(style, '').replace('</title>', `</title>${(html.match(style) ?? []).join('')}`)
    },
  },
}

function preload(input: string, name: string): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true },
    build: {
      outDir: 'dist/preload',
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'chrome140',
      rolldownOptions: {
        input: at(input),
        external: ['electron'],
        platform: 'browser',
        // The package is "type": "module", so CommonJS needs its own ending.
        output: { format: 'cjs', entryFileNames: `${name}.cjs`, codeSplitting: false },
      },
    },
  }
}

export default defineConfig({
  base: '/',
  publicDir: false,
  plugins: [react(), plainProcess, licensesInReadmes, stylesFirst],
  // Styles are built by the root's target alone. For older browsers `light-dark()` would be compiled into something that a part of a page
  // cannot turn: in the settings each appearance is shown as it looks.
  build: { cssTarget: 'chrome140' },
  css: { modules: { localsConvention: 'camelCaseOnly' } },
  // A thread that loads parts of itself later is a module.
  worker: { format: 'es', plugins: () => [threadLicenses] },
  environments: {
    client: {
      build: {
        outDir: 'dist/pages',
        emptyOutDir: true,
        target: 'chrome140',
        modulePreload: { polyfill: false },
        license: { fileName: 'licenses.md' },
        // The pages' CSP has no data: fonts, so nothing may be inlined.
        assetsInlineLimit: 0,
        rolldownOptions: { input: [at('renderer/index.html'), at('key-window/page.html')] },
      },
    },
    main: {
      consumer: 'server',
      resolve: { noExternal: true },
      build: {
        outDir: 'dist/main',
        emptyOutDir: true,
        copyPublicDir: false,
        target: 'node24',
        license: { fileName: 'licenses.md' },
        rolldownOptions: {
          input: {
            main: at('electron/main.ts'),
            'search-worker': at('electron/history/search/search-worker.ts'),
            'backup-worker': at('electron/history/backup/backup-worker.ts'),
            'file-process': at('electron/attachments/file-process.ts'),
          },
          external: [...nativeModules, ...builtinModules, /^node:(?!process$)/],
          platform: 'node',
          output: {
            format: 'es',
            entryFileNames: '[name].js',
            chunkFileNames: '[name]-[hash].js',
            // What main.js shares with its later parts is one file, beside main.js: specs load the inference code as it is built, and
            // main.js would start the app.
            codeSplitting: {
              groups: [
                {
                  name: 'common',
                  test: /\/(electron\/(logging\/redact|network\/failures|files\/durable-files)|shared\/(failures|fields|fill-placeholders|language|server-address|server-model|settings|style|tasks|types\/[\w-]+|words\/(languages|[\w-]+\/(language|text-references|system|key-window|failures))))\.ts$/,
                },
              ],
            },
          },
        },
      },
    },
    preload: preload('electron/ipc/preload.ts', 'chat'),
    keyPreload: preload('key-window/preload.ts', 'key'),
  },
  builder: {
    sharedConfigBuild: true,
    buildApp: async (builder) => {
      for (const environment of Object.values(builder.environments)) {
        if (environment.name !== 'ssr') await builder.build(environment)
      }
    },
  },
})
