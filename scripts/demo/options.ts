// Reads the demo's command line. Pure.

import { parseArgs } from 'node:util'

/** Who answers: the local stand-in for Hugging Face, another server that speaks its protocol, or Hugging Face itself. */
export type DemoServer = { readonly kind: 'stand-in' } | { readonly kind: 'other'; readonly origin: string } | { readonly kind: 'live' }

export interface DemoOptions {
  readonly server: DemoServer
  /** The file whose content is the key; null: the stand-in's made-up one. */
  readonly keyFile: string | null
  /** The model to type in the picker; null: the one the app has chosen. */
  readonly model: string | null
  /** The one prompt to send; null: the whole walk. */
  readonly prompt: string | null
  /** Whether the demo uses the window itself, instead of leaving it to the person. */
  readonly isAutomated: boolean
  readonly isJson: boolean
}

export type ParsedOptions = { readonly ok: true; readonly value: DemoOptions } | { readonly ok: false; readonly error: string }

export const usage = `npm run demo -- [options]
  --check           the demo uses the window by itself, also where there is a screen
  --hub URL         any server that speaks Hugging Face's protocol; "live" is Hugging Face itself
  --key-file FILE   reads the key from a file and never prints it; needed with --hub unless you use the window yourself
  --model ID        the model to type in the picker, looked up when it is not listed
  --prompt TEXT     does just this one prompt
  --json            the last line printed is the result as JSON`

/** @param hasScreen whether a person could see a window */
export function parseOptions(args: readonly string[], hasScreen: boolean): ParsedOptions {
  const parsed = parseArguments(args)
  if (typeof parsed === 'string') return { ok: false, error: parsed }
  const { check = false, json = false, hub, 'key-file': keyFile, model, prompt } = parsed
  const server = parseServer(hub)
  // Who asks for a result, or for one prompt, wants it done and not to do it.
  const isAutomated = !hasScreen || check || json || prompt !== undefined
  if (server === null) return { ok: false, error: '--hub takes an origin such as http://127.0.0.1:8080, or "live".' }
  if (isAutomated && server.kind !== 'stand-in' && keyFile === undefined) {
    return { ok: false, error: 'With --hub the demo needs a key: give the file that holds it with --key-file.' }
  }
  for (const [name, text] of Object.entries({ model, prompt, 'key-file': keyFile })) {
    if (text?.trim() === '') return { ok: false, error: `--${name} is empty.` }
  }
  return {
    ok: true,
    value: { server, keyFile: keyFile ?? null, model: model?.trim() ?? null, prompt: prompt ?? null, isAutomated, isJson: json },
  }
}

function parseArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: joinPromptArgument(args),
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
function joinPromptArgument(args: readonly string[]): string[] {
  const at = args.indexOf('--prompt')
  const next = args[at + 1]
  return at === -1 || next === undefined ? [...args] : [...args.slice(0, at), `--prompt=${next}`, ...args.slice(at + 2)]
}

/** Null for what is no origin: a path in it would be dropped without a word. */
function parseServer(hub: string | undefined): DemoServer | null {
  if (hub === undefined) return { kind: 'stand-in' }
  if (hub === 'live') return { kind: 'live' }
  const url = URL.parse(hub)
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`
  return isOrigin ? { kind: 'other', origin: url.origin } : null
}
