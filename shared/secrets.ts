// Finds what looks like somebody's key in a text: the one list of the shapes that keys have. Pure, used by main, by the window and by
// the looks at what is shipped. Never gives back the key itself. Hides keys that were wrapped over lines, and examples of keys.

export type SecretKind =
  | 'hugging-face'
  | 'github'
  | 'gitlab'
  | 'npm'
  | 'amazon'
  | 'google'
  | 'azure'
  | 'slack'
  | 'stripe'
  | 'model-provider'
  | 'service'
  | 'private-key'
  | 'password-in-address'
  | 'registry-password'

export interface FoundSecret {
  readonly kind: SecretKind
  /** Where it begins and ends in the text, in UTF-16 units. */
  readonly start: number
  readonly end: number
  /** Its first four characters and "…": never more of it. */
  readonly masked: string
}

interface Shape {
  readonly kind: SecretKind
  /** Every secret of this shape holds one of these. A text that holds none of them is not looked through, which is most texts. */
  readonly marks: readonly string[]
  /**
   * Must take a time that grows like the text: it begins with something fixed, or where a run of characters begins; what repeats is
   * bounded, or cannot also be read as what comes after it.
   */
  readonly expression: RegExp
}

/** Keys in one word, as their issuers write them. Their lengths keep them apart from words in code that only begin alike. */
const words: readonly Shape[] = [
  { kind: 'hugging-face', marks: ['hf_', 'api_org_'], expression: /(?<![A-Za-z0-9])(?:hf|api_org)_[A-Za-z]{34,}/g },
  { kind: 'hugging-face', marks: ['hf_oauth_', 'hf_jwt_'], expression: /(?<![A-Za-z0-9])hf_(?:oauth|jwt)_[\w.-]{30,}/g },
  // A key of an installed app may hold a signed note, with points in it.
  {
    kind: 'github',
    marks: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    expression: /(?<![A-Za-z0-9])gh[pousr]_(?:[A-Za-z0-9]{36,}|[A-Za-z0-9]{1,20}_eyJ[\w.-]{30,})/g,
  },
  { kind: 'github', marks: ['github_pat_'], expression: /(?<![A-Za-z0-9])github_pat_\w{60,}/g },
  {
    kind: 'gitlab',
    marks: ['glpat-', 'gldt-', 'glrt-', 'glft-', 'glcbt-', 'glptt-', 'glagent-', 'glimt-', 'gloas-', 'glsoat-', 'glffct-'],
    expression: /(?<![A-Za-z0-9])gl(?:pat|dt|rt|ft|cbt|ptt|agent|imt|oas|soat|ffct)-[\w.-]{20,}/g,
  },
  { kind: 'npm', marks: ['npm_'], expression: /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36,}/g },
  {
    kind: 'amazon',
    marks: ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
    expression: /(?<![A-Za-z0-9+/])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])/g,
  },
  {
    kind: 'amazon',
    marks: ['ABSK', 'bedrock-api-key-'],
    expression: /(?<![A-Za-z0-9+/])(?:ABSK[A-Za-z0-9+/]{100,}|bedrock-api-key-[\w+/=-]{30,})/g,
  },
  { kind: 'google', marks: ['AIza'], expression: /(?<![\w+/-])AIza[\w-]{35,}/g },
  { kind: 'google', marks: ['AQ.Ab', 'ya29.'], expression: /(?<![\w.-])(?:AQ\.Ab|ya29\.)[\w-]{40,}/g },
  { kind: 'google', marks: ['GOCSPX-'], expression: /(?<![\w-])GOCSPX-[\w-]{28,}/g },
  // Azure signs its keys with a few letters at a fixed place.
  { kind: 'azure', marks: ['JQQJ9'], expression: /(?<![A-Za-z0-9])[A-Za-z0-9]{52}JQQJ9[9DH][A-Za-z0-9]{26}/g },
  { kind: 'azure', marks: ['AZDO'], expression: /(?<![A-Za-z0-9])[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}(?![A-Za-z0-9])/g },
  { kind: 'azure', marks: ['+ASt'], expression: /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{76}\+ASt[A-Za-z0-9+/]{6}==/g },
  { kind: 'azure', marks: ['Q~'], expression: /(?<![\w.~-])[\w.~]{3}\dQ~[\w.~-]{31,}/g },
  { kind: 'slack', marks: ['xox'], expression: /(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{20,}/g },
  { kind: 'slack', marks: ['xapp-'], expression: /(?<![A-Za-z0-9])xapp-\d-[A-Z0-9]{8,16}-\d{8,16}-[a-z0-9]{30,}/g },
  { kind: 'slack', marks: ['hooks.slack.com'], expression: /hooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/]{40,}/g },
  { kind: 'stripe', marks: ['_live_', '_test_'], expression: /(?<![A-Za-z0-9])[rs]k_(?:live|test)_[A-Za-z0-9]{20,}/g },
  { kind: 'stripe', marks: ['whsec_'], expression: /(?<![A-Za-z0-9])whsec_[A-Za-z0-9+/]{32,}/g },
  {
    kind: 'model-provider',
    marks: ['sk-'],
    expression: /(?<![\w-])sk-(?:(?:proj|svcacct|admin|ant|or|lf)-[\w-]{40,}|[A-Za-z0-9]{32,})/g,
  },
  {
    kind: 'model-provider',
    marks: ['gsk_', 'xai-', 'pplx-', 'r8_', 'csk-', 'fw_'],
    expression:
      /(?<![\w-])(?:gsk_[A-Za-z0-9]{48,}|xai-[A-Za-z0-9]{64,}|pplx-[A-Za-z0-9]{40,}|r8_[A-Za-z0-9]{37,}|csk-[a-z0-9]{40,}|fw_[A-Za-z0-9]{22,})/g,
  },
  { kind: 'model-provider', marks: ['nvapi-', 'tgp_v1_'], expression: /(?<![\w-])(?:nvapi-[\w-]{60,}|tgp_v1_[\w-]{40,})/g },
  {
    kind: 'service',
    marks: ['dop_v1_', 'doo_v1_', 'dor_v1_', 'dapi', 'dckr_pat_', 'hvs.', 'pypi-AgE', 'SG.'],
    expression:
      /(?<![\w.-])(?:do[opr]_v1_[a-f0-9]{64}|dapi[a-f0-9]{32}|dckr_pat_[\w-]{27,}|hvs\.[\w-]{24,}|pypi-AgE[\w-]{50,}|SG\.[\w-]{22}\.[\w-]{43})/g,
  },
  { kind: 'private-key', marks: ['AGE-SECRET-KEY-1'], expression: /AGE-SECRET-KEY-1[A-Z0-9]{58}/g },
]

/** Secrets that are known by what stands before or around them. */
const places: readonly Shape[] = [
  // What stands between the headline and the key: nothing, lines that say how it is locked, or a line end that was written as "\n".
  {
    kind: 'private-key',
    marks: ['PRIVATE KEY'],
    expression:
      /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:(?!-----)[^]){0,200}?(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40,}/g,
  },
  { kind: 'private-key', marks: ['Private-Lines: '], expression: /Private-Lines: \d{1,4}\s{1,4}[A-Za-z0-9+/]{40,}/g },
  {
    kind: 'amazon',
    marks: ['ccessKey', 'ccess_key', 'CCESS_KEY', 'ccesskey'],
    expression: /(?:[Ss]ecret_?[Aa]ccess_?[Kk]ey|SECRET_ACCESS_KEY)["']?\s{0,4}[:=]\s{0,4}["']?[A-Za-z0-9+/]{40}(?![\w+/=])/g,
  },
  {
    kind: 'azure',
    marks: ['AccountKey=', 'SharedAccessKey='],
    expression: /(?:AccountKey=[A-Za-z0-9+/]{86}==|SharedAccessKey=[A-Za-z0-9+/]{43}=)/g,
  },
  {
    kind: 'password-in-address',
    marks: ['://'],
    expression:
      /\b(?:https?|wss?|s?ftps?|ssh|git|postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|smtps?|imaps?|ldaps?):\/\/[\w.%+-]{0,100}:[^\s:@/'"`$<>{}]{6,200}@[\w.-]{1,100}/g,
  },
  {
    kind: 'registry-password',
    marks: ['_authToken', '_password'],
    expression: /(?<!\w)_(?:authToken|password)\s{0,4}=\s{0,4}["']?[\w+/=-]{8,}(?![\w.([])/g,
  },
]

/** What looks like a secret, in the order of the text. Where two shapes fit the same characters, the one that begins first counts. */
export function findSecrets(text: string): readonly FoundSecret[] {
  return apart([...matchesOf(text, [...words, ...places]), ...wrappedIn(text)])
}

function apart(found: readonly FoundSecret[]): readonly FoundSecret[] {
  let end = 0
  return found
    .toSorted((one, other) => one.start - other.start)
    .filter((secret) => {
      const isFree = secret.start >= end
      if (isFree) end = secret.end
      return isFree
    })
}

function matchesOf(text: string, shapes: readonly Shape[]): readonly FoundSecret[] {
  return shapes
    .filter(({ marks }) => marks.some((mark) => text.includes(mark)))
    .flatMap(({ kind, expression }) =>
      [...text.matchAll(expression)]
        .filter(([match]) => !isExample(kind, match))
        .map(({ 0: match, index }) => ({ kind, start: index, end: index + match.length, masked: `${match.slice(0, 4)}…` })),
    )
}

/**
 * A line end with the spaces around it, and characters that show as nothing: what a terminal or a letter puts into a long key. A line
 * that begins like a key goes on with none.
 */
const breaks = new RegExp(
  String.raw`(?<![\s\p{Cf}])[\s\p{Cf}]*[\n\r\u2028\u2029][\s\p{Cf}]*(?!${words.flatMap(({ marks }) => marks.map(literal)).join('|')})|\p{Cf}+`,
  'gu',
)

function literal(mark: string): string {
  return mark.replaceAll(/[.+]/g, String.raw`\$&`)
}

/** Keys with such breaks in them. */
function wrappedIn(text: string): readonly FoundSecret[] {
  const joined = text.replaceAll(breaks, '')
  if (joined.length === text.length) return []
  const found = apart(matchesOf(joined, words))
  if (found.length === 0) return []
  const placeOf = placesIn(text)
  return found.map(({ start, end, ...secret }) => ({ ...secret, start: placeOf(start), end: placeOf(end - 1) + 1 }))
}

/** Tells where a character of the joined text stands in the text itself. It goes through the text once: ask in rising order. */
function placesIn(text: string): (joined: number) => number {
  const removals = text.matchAll(breaks)
  let removal = removals.next()
  let removed = 0
  return (joined) => {
    while (removal.done !== true && removal.value.index <= joined + removed) {
      removed += removal.value[0].length
      removal = removals.next()
    }
    return joined + removed
  }
}

/** A key is random. Examples are not: one letter over and over, the alphabet, words run together, or the word itself. */
function isExample(kind: SecretKind, match: string): boolean {
  const start = match.slice(0, longestExample)
  if (new Set(start).size < Math.min(12, start.length / 2.5) || examples.test(start)) return true
  // A password is what somebody chose: words are no sign that it is none.
  return kind !== 'password-in-address' && isWords(match)
}

const examples = /abcdef|0123456789|1234567890|example|placeholder|your[-_]|x{6}|:(?:pass(?:word|wd)?|pwd|secret|\*+|x+|\.+)@/i
const longestExample = 200

/** Whether all of it but its beginning is words or small numbers, as in `sk-folding-cube-…` and `hf_onlyUsedInThisTest`. */
function isWords(match: string): boolean {
  if (match.length > longestExample) return false
  const [, ...rest] = match.split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/)
  return rest.length > 1 && rest.every(isWord)
}

function isWord(part: string): boolean {
  if (/^(?:[a-z]{0,3}|\d{1,3})$/.test(part)) return true
  return /^[A-Z]?[a-z]{1,14}$/.test(part) && /[aeiouy]/i.test(part)
}
