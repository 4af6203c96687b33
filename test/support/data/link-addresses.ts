// Addresses that a model may write into a link, and the host that a person must be shown before one is opened; null: never opened.

export interface LinkAddress {
  readonly address: string
  /** What the call that opens links must make of it. */
  readonly host: string | null
  /** Where markdown's own encoding makes another address of it: what must come of that. */
  readonly hostInMarkdown?: string
}

const openedAddresses: readonly (readonly [address: string, host: string])[] = [
  ['https://elsewhere.invalid/', 'elsewhere.invalid'],
  ['HTTPS://ELSEWHERE.INVALID/Path', 'elsewhere.invalid'],
  ['https://elsewhere.invalid:444/', 'elsewhere.invalid:444'],
  ['https://elsewhere.invalid:443/', 'elsewhere.invalid'],
  ['https://huggingface.co.elsewhere.invalid/', 'huggingface.co.elsewhere.invalid'],
  ['https://elsewhere.invalid/https://huggingface.co/', 'elsewhere.invalid'],
  ['https://elsewhere.invalid/?x=https://huggingface.co/', 'elsewhere.invalid'],
  ['https://elsewhere.invalid/#https://huggingface.co/', 'elsewhere.invalid'],
  ['https://huggingface.co-login.invalid/', 'huggingface.co-login.invalid'],
  ['https://2130706433/', '127.0.0.1'],
  ['https://0x7f.1/', '127.0.0.1'],
  ['https://[::1]/', '[::1]'],
  ['https://localhost/', 'localhost'],
  ['https://аpple.invalid/', 'xn--pple-43d.invalid'],
  ['https://elsewhere。invalid/', 'elsewhere.invalid'],
  ['https://xn--pple-43d.invalid/', 'xn--pple-43d.invalid'],
  ['https://%65lsewhere.invalid/', 'elsewhere.invalid'],
  ['https://elsewhere.invalid/%0d%0aLocation:%20x', 'elsewhere.invalid'],
  ['https://elsewhere.invalid/..%2f..%2fx', 'elsewhere.invalid'],
  ['https://elsewhere.invalid./', 'elsewhere.invalid.'],
  ['https://a.b.c.d.e.f.elsewhere.invalid/', 'a.b.c.d.e.f.elsewhere.invalid'],
  ['https://elsewhere.invalid/javascript:alert(1)', 'elsewhere.invalid'],
  ['https://elsewhere.invalid/a.exe', 'elsewhere.invalid'],
  ['https://huggingface.com/', 'huggingface.com'],
  ['https://huggingface.co:444/', 'huggingface.co:444'],
  ['https://huggingface.co./', 'huggingface.co.'],
  ['https://evil-huggingface.co/', 'evil-huggingface.co'],
  ['https:elsewhere.invalid/', 'elsewhere.invalid'],
  ['https:///elsewhere.invalid/', 'elsewhere.invalid'],
]

const refusedAddresses: readonly string[] = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'javascript://elsewhere.invalid/%0aalert(1)',
  'java&#10;script:alert(1)',
  'java&Tab;script:alert(1)',
  '&#1;javascript:alert(1)',
  'javascript&colon;alert(1)',
  'vbscript:msgbox(1)',
  'livescript:x',
  'data:text/html,<script>alert(1)</script>',
  'data:image/svg+xml,<svg onload=alert(1)>',
  'data:text/html;base64,PHNjcmlwdD4=',
  'blob:https://elsewhere.invalid/1',
  'filesystem:https://elsewhere.invalid/x',
  'file:///etc/passwd',
  'file://elsewhere.invalid/share',
  'http://elsewhere.invalid/',
  'http://huggingface.co/',
  'HTTP://127.0.0.1/',
  'ftp://elsewhere.invalid/',
  'sftp://elsewhere.invalid/',
  'ws://elsewhere.invalid/',
  'wss://elsewhere.invalid/',
  'mailto:a@elsewhere.invalid',
  'tel:+100000',
  'sms:+100000',
  'ssh://elsewhere.invalid',
  'smb://elsewhere.invalid/share',
  'ms-msdt:/id x',
  'search-ms:query=x',
  'steam://run/1',
  'vscode://file/etc/passwd',
  'x-apple.systempreferences:',
  'shell:startup',
  'res://x',
  'jar:https://elsewhere.invalid!/',
  'view-source:https://elsewhere.invalid/',
  'about:blank',
  'about:config',
  'chrome://settings/',
  'devtools://devtools/bundled/inspector.html',
  'app://parley/index.html',
  'app://parley/key.html',
  'intent://x#Intent;end',
  'https://name@elsewhere.invalid/',
  'https://huggingface.co@elsewhere.invalid/',
  'https://huggingface.co:x@elsewhere.invalid/',
  'https://name:@elsewhere.invalid/',
  'https://',
  'https://elsewhere invalid/',
  'https://elsewhere.invalid:99999/',
  'https://[::1/',
  'https://exa%00mple.invalid/',
  '//elsewhere.invalid/',
  '/etc/passwd',
  'index.html',
  '#fragment',
  '?query',
  '\\\\elsewhere.invalid\\share',
]

const rewrittenAddresses: readonly LinkAddress[] = [
  // Wide letters: the network's rules make plain ones of them, markdown the name that they are.
  { address: 'https://ｅlsewhere.invalid/', host: 'elsewhere.invalid', hostInMarkdown: 'xn--lsewhere-eg39b.invalid' },
  // Signs that turn or hide text: markdown writes %E2%80%AE and the like, which mislead nobody.
  { address: 'https://elsewhere.invalid/\u202Efdp.exe', host: null, hostInMarkdown: 'elsewhere.invalid' },
  { address: 'https://elsewhere.invalid/\u2066x\u2069', host: null, hostInMarkdown: 'elsewhere.invalid' },
  { address: 'https://elsewhere.invalid/\u200Bx', host: null, hostInMarkdown: 'elsewhere.invalid' },
]

export const linkAddresses: readonly LinkAddress[] = [
  ...openedAddresses.map(([address, host]) => ({ address, host })),
  ...refusedAddresses.map((address) => ({ address, host: null })),
  ...rewrittenAddresses,
]
