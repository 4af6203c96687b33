// Reads the demo's command line. Pure.

import { parseArgs } from 'node:util'

/** Who answers: the local stand-in for Hugging Face, another server that speaks its protocol, or Hugging Face itself. */
export type Server = { readonly kind: 'stand-in' } | { readonly kind: 'other'; readonly origin: string } | { readonly kind: 'live' }

export interface DemoOptions {
  readonly server: Server
  /** The file whose content is the key; null: the stand-in's made-up one. */
  readonly keyFile: string | null
  /** The model to type in the picker; null: the one the app has chosen. */
  readonly model: string | null
  /** The one prompt to send; null: the whole walk. */
  readonly prompt: string | null
  /** Whether the demo uses the window itself, instead of leaving it to the person. */
  readonly isDriven: boolean
  readonly isJson: boolean
}

export type ReadOptions = { readonly ok: true; readonly value: DemoOptions } | { readonly ok: false; readonly complaint: string }

export const usage = `npm run demo -- [options]
  --check           the demo uses the window by itself, also where there is a screen
  --hub URL         any server that speaks Hugging Face's protocol; "live" is Hugging Face itself
  --key-file FILE   reads the key from a file and never prints it; needed with --hub unless you use the window yourself
  --model ID        the model to type in the picker, looked up when it is not listed
  --prompt TEXT     does just this one prompt
  --json            the last line printed is the result as JSON`

/** @param hasScreen whether a person could see a window */
export function readOptions(words: readonly string[], hasScreen: boolean): ReadOptions {
  const given = parse(words)
  if (typeof given === 'string') return { ok: false, complaint: given }
  const { check = false, json = false, hub, 'key-file': keyFile, model, prompt } = given
  const server = serverOf(hub)
  // Who asks for a result, or for one prompt, wants it done and not to do it.
  const isDriven = !hasScreen || check || json || prompt !== undefined
  if (server === null) return { ok: false, complaint: '--hub takes an origin such as http://127.0.0.1:8080, or "live".' }
  if (isDriven && server.kind !== 'stand-in' && keyFile === undefined) {
    return { ok: false, complaint: 'With --hub the demo needs a key: give the file that holds it with --key-file.' }
  }
  for (const [name, text] of Object.entries({ model, prompt, 'key-file': keyFile })) {
    if (text?.trim() === '') return { ok: false, complaint: `--${name} is empty.` }
  }
  return {
    ok: true,
    value: { server, keyFile: keyFile ?? null, model: model?.trim() ?? null, prompt: prompt ?? null, isDriven, isJson: json },
  }
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: joined(words),
      options: {
        check: { type: 'boolean' },
        json: { type: 'boolean' },
        hub: { type: 'string' },
        'key-file': { type: 'string' },
        model: { type: 'string' },
        prompt: { type: 'string' },
      },
    }).values
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** A prompt may begin with a dash, which only one word with an equals sign may hold. */
function joined(words: readonly string[]): string[] {
  const at = words.indexOf('--prompt')
  const next = words[at + 1]
  return at === -1 || next === undefined ? [...words] : [...words.slice(0, at), `--prompt=${next}`, ...words.slice(at + 2)]
}

/** Null for what is no origin: a path in it would be dropped without a word. */
function serverOf(hub: string | undefined): Server | null {
  if (hub === undefined) return { kind: 'stand-in' }
  if (hub === 'live') return { kind: 'live' }
  const url = URL.parse(hub)
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`
  return isOrigin ? { kind: 'other', origin: url.origin } : null
}
