// Parses the demo's command line. Pure.

import { parseArgs } from 'node:util'

/** Who answers: the local stand-in for Hugging Face, another server that speaks its protocol, or Hugging Face itself. */
export type DemoServer = { readonly kind: 'stand-in' } | { readonly kind: 'other'; readonly origin: string } | { readonly kind: 'live' }

export interface DemoOptions {
  readonly server: DemoServer
  /** The file that contains the key; null for the stand-in's test key. */
  readonly keyFile: string | null
  /** The model to type in the picker; null for the one the app has chosen. */
  readonly model: string | null
  /** A single prompt to send; null for the whole walkthrough. */
  readonly prompt: string | null
  /** Whether the demo uses the window itself instead of the person. */
  readonly isAutomated: boolean
  readonly isJson: boolean
}

export type ParsedOptions = { readonly ok: true; readonly value: DemoOptions } | { readonly ok: false; readonly error: string }

export const usage = `npm run demo -- [options]
  --check           the demo uses the window itself, even with a display
  --hub URL         any server that speaks Hugging Face's protocol; "live" is Hugging Face itself
  --key-file FILE   reads the key from a file and never prints it; needed with --hub unless you use the window yourself
  --model ID        the model to type in the picker, looked up when it is not listed
  --prompt TEXT     sends only this prompt
  --json            the last line printed is the result as JSON`

/** @param hasScreen whether a person could see a window */
export function parseOptions(args: readonly string[], hasScreen: boolean): ParsedOptions {
  const parsed = parseArguments(args)
  if (typeof parsed === 'string') return { ok: false, error: parsed }
  const { check = false, json = false, hub, 'key-file': keyFile, model, prompt } = parsed
  const server = parseServer(hub)
  // A result or a single prompt is requested from the demo, not from the person.
  const isAutomated = !hasScreen || check || json || prompt !== undefined
  if (server === null) return { ok: false, error: '--hub takes an origin such as http://127.0.0.1:8080, or "live".' }
  if (isAutomated && server.kind !== 'stand-in' && keyFile === undefined) {
    return { ok: false, error: 'With --hub the demo needs a key: name the file that contains it with --key-file.' }
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

/** Joins `--prompt` and its value with "=", because parseArgs refuses a separate value that starts with a dash. */
function joinPromptArgument(args: readonly string[]): string[] {
  const at = args.indexOf('--prompt')
  const next = args[at + 1]
  return at === -1 || next === undefined ? [...args] : [...args.slice(0, at), `--prompt=${next}`, ...args.slice(at + 2)]
}

/** Null when it is not an origin: a path would be dropped silently. */
function parseServer(hub: string | undefined): DemoServer | null {
  if (hub === undefined) return { kind: 'stand-in' }
  if (hub === 'live') return { kind: 'live' }
  const url = URL.parse(hub)
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`
  return isOrigin ? { kind: 'other', origin: url.origin } : null
}
