// The languages that are highlighted, and the names that models use for them. Pure; the worker loads the grammars.

/** Each language with its aliases. */
const aliases = {
  bash: ['sh', 'shell', 'zsh', 'console', 'shellscript'],
  c: ['h'],
  cpp: ['c++', 'cc', 'hpp', 'cxx'],
  csharp: ['cs', 'c#'],
  css: [],
  diff: ['patch'],
  dockerfile: ['docker'],
  go: ['golang'],
  graphql: ['gql'],
  haskell: ['hs'],
  ini: ['toml', 'conf'],
  java: [],
  javascript: ['js', 'jsx', 'mjs', 'cjs', 'node'],
  json: ['jsonc', 'json5'],
  julia: ['jl'],
  kotlin: ['kt'],
  latex: ['tex'],
  lua: [],
  makefile: ['make'],
  markdown: ['md'],
  matlab: [],
  nginx: [],
  objectivec: ['objc', 'objective-c'],
  perl: ['pl'],
  php: [],
  powershell: ['ps1', 'pwsh'],
  python: ['py', 'python3', 'pycon'],
  r: [],
  ruby: ['rb'],
  rust: ['rs'],
  scala: [],
  scss: [],
  sql: ['postgresql', 'mysql', 'sqlite'],
  swift: [],
  typescript: ['ts', 'tsx', 'mts', 'cts'],
  xml: ['html', 'svg', 'xhtml', 'vue'],
  yaml: ['yml'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type Language = keyof typeof aliases

// A map, because a model may name a language after a property of every object, such as `constructor`.
const languagesByName: ReadonlyMap<string, Language> = new Map(
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `Object.keys` returns strings
  (Object.keys(aliases) as Language[]).flatMap((language) => [language, ...aliases[language]].map((name) => [name, language] as const)),
)

/** Finds the language that a model named, or null. */
export function findLanguage(name: string): Language | null {
  return languagesByName.get(name.toLowerCase()) ?? null
}
