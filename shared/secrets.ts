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

export interface SecretMatch {
  readonly kind: SecretKind
  /** Where it begins and ends in the text, in UTF-16 units. */
  readonly start: number
  readonly end: number
  /** Its first four characters and "…": never more of it. */
  readonly masked: string
}

interface SecretPattern {
  readonly kind: SecretKind
  /** Every secret of this shape holds one of these. A text that holds none of them is not looked through, which is most texts. */
  readonly keywords: readonly string[]
  /**
   * Must take a time that grows like the text: it begins with something fixed, or where a run of characters begins; what repeats is
   * bounded, or cannot also be read as what comes after it.
   */
  readonly regex: RegExp
}

/** Keys in one word, as their issuers write them. Their lengths keep them apart from words in code that only begin alike. */
const tokenPatterns: readonly SecretPattern[] = [
  { kind: 'hugging-face', keywords: ['hf_', 'api_org_'], regex: /(?<![A-Za-z0-9])(?:hf|api_org)_[A-Za-z]{34,}/g },
  { kind: 'hugging-face', keywords: ['hf_oauth_', 'hf_jwt_'], regex: /(?<![A-Za-z0-9])hf_(?:oauth|jwt)_[\w.-]{30,}/g },
  // A key of an installed app may hold a signed note, with points in it.
  {
    kind: 'github',
    keywords: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    regex: /(?<![A-Za-z0-9])gh[pousr]_(?:[A-Za-z0-9]{36,}|[A-Za-z0-9]{1,20}_eyJ[\w.-]{30,})/g,
  },
  { kind: 'github', keywords: ['github_pat_'], regex: /(?<![A-Za-z0-9])github_pat_\w{60,}/g },
  {
    kind: 'gitlab',
    keywords: ['glpat-', 'gldt-', 'glrt-', 'glft-', 'glcbt-', 'glptt-', 'glagent-', 'glimt-', 'gloas-', 'glsoat-', 'glffct-'],
    regex: /(?<![A-Za-z0-9])gl(?:pat|dt|rt|ft|cbt|ptt|agent|imt|oas|soat|ffct)-[\w.-]{20,}/g,
  },
  { kind: 'npm', keywords: ['npm_'], regex: /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36,}/g },
  {
    kind: 'amazon',
    keywords: ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
    regex: /(?<![A-Za-z0-9+/])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])/g,
  },
  {
    kind: 'amazon',
    keywords: ['ABSK', 'bedrock-api-key-'],
    regex: /(?<![A-Za-z0-9+/])(?:ABSK[A-Za-z0-9+/]{100,}|bedrock-api-key-[\w+/=-]{30,})/g,
  },
  { kind: 'google', keywords: ['AIza'], regex: /(?<![\w+/-])AIza[\w-]{35,}/g },
  { kind: 'google', keywords: ['AQ.Ab', 'ya29.'], regex: /(?<![\w.-])(?:AQ\.Ab|ya29\.)[\w-]{40,}/g },
  { kind: 'google', keywords: ['GOCSPX-'], regex: /(?<![\w-])GOCSPX-[\w-]{28,}/g },
  // Azure signs its keys with a few letters at a fixed place.
  { kind: 'azure', keywords: ['JQQJ9'], regex: /(?<![A-Za-z0-9])[A-Za-z0-9]{52}JQQJ9[9DH][A-Za-z0-9]{26}/g },
  { kind: 'azure', keywords: ['AZDO'], regex: /(?<![A-Za-z0-9])[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}(?![A-Za-z0-9])/g },
  { kind: 'azure', keywords: ['+ASt'], regex: /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{76}\+ASt[A-Za-z0-9+/]{6}==/g },
  { kind: 'azure', keywords: ['Q~'], regex: /(?<![\w.~-])[\w.~]{3}\dQ~[\w.~-]{31,}/g },
  { kind: 'slack', keywords: ['xox'], regex: /(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{20,}/g },
  { kind: 'slack', keywords: ['xapp-'], regex: /(?<![A-Za-z0-9])xapp-\d-[A-Z0-9]{8,16}-\d{8,16}-[a-z0-9]{30,}/g },
  { kind: 'slack', keywords: ['hooks.slack.com'], regex: /hooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/]{40,}/g },
  { kind: 'stripe', keywords: ['_live_', '_test_'], regex: /(?<![A-Za-z0-9])[rs]k_(?:live|test)_[A-Za-z0-9]{20,}/g },
  { kind: 'stripe', keywords: ['whsec_'], regex: /(?<![A-Za-z0-9])whsec_[A-Za-z0-9+/]{32,}/g },
  {
    kind: 'model-provider',
    keywords: ['sk-'],
    regex: /(?<![\w-])sk-(?:(?:proj|svcacct|admin|ant|or|lf)-[\w-]{40,}|[A-Za-z0-9]{32,})/g,
  },
  {
    kind: 'model-provider',
    keywords: ['gsk_', 'xai-', 'pplx-', 'r8_', 'csk-', 'fw_'],
    regex:
      /(?<![\w-])(?:gsk_[A-Za-z0-9]{48,}|xai-[A-Za-z0-9]{64,}|pplx-[A-Za-z0-9]{40,}|r8_[A-Za-z0-9]{37,}|csk-[a-z0-9]{40,}|fw_[A-Za-z0-9]{22,})/g,
  },
  { kind: 'model-provider', keywords: ['nvapi-', 'tgp_v1_'], regex: /(?<![\w-])(?:nvapi-[\w-]{60,}|tgp_v1_[\w-]{40,})/g },
  {
    kind: 'service',
    keywords: ['dop_v1_', 'doo_v1_', 'dor_v1_', 'dapi', 'dckr_pat_', 'hvs.', 'pypi-AgE', 'SG.'],
    regex:
      /(?<![\w.-])(?:do[opr]_v1_[a-f0-9]{64}|dapi[a-f0-9]{32}|dckr_pat_[\w-]{27,}|hvs\.[\w-]{24,}|pypi-AgE[\w-]{50,}|SG\.[\w-]{22}\.[\w-]{43})/g,
  },
  { kind: 'private-key', keywords: ['AGE-SECRET-KEY-1'], regex: /AGE-SECRET-KEY-1[A-Z0-9]{58}/g },
]

/** Secrets that are known by what stands before or around them. */
const contextPatterns: readonly SecretPattern[] = [
  // What stands between the headline and the key: nothing, lines that say how it is locked, or a line end that was written as "\n".
  {
    kind: 'private-key',
    keywords: ['PRIVATE KEY'],
    regex: /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:(?!-----)[^]){0,200}?(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40,}/g,
  },
  { kind: 'private-key', keywords: ['Private-Lines: '], regex: /Private-Lines: \d{1,4}\s{1,4}[A-Za-z0-9+/]{40,}/g },
  {
    kind: 'amazon',
    keywords: ['ccessKey', 'ccess_key', 'CCESS_KEY', 'ccesskey'],
    regex: /(?:[Ss]ecret_?[Aa]ccess_?[Kk]ey|SECRET_ACCESS_KEY)["']?\s{0,4}[:=]\s{0,4}["']?[A-Za-z0-9+/]{40}(?![\w+/=])/g,
  },
  {
    kind: 'azure',
    keywords: ['AccountKey=', 'SharedAccessKey='],
    regex: /(?:AccountKey=[A-Za-z0-9+/]{86}==|SharedAccessKey=[A-Za-z0-9+/]{43}=)/g,
  },
  {
    kind: 'password-in-address',
    keywords: ['://'],
    regex:
      /\b(?:https?|wss?|s?ftps?|ssh|git|postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|smtps?|imaps?|ldaps?):\/\/[\w.%+-]{0,100}:[^\s:@/'"`$<>{}]{6,200}@[\w.-]{1,100}/g,
  },
  {
    kind: 'registry-password',
    keywords: ['_authToken', '_password'],
    regex: /(?<!\w)_(?:authToken|password)\s{0,4}=\s{0,4}["']?[\w+/=-]{8,}(?![\w.([])/g,
  },
]

/** What looks like a secret, in the order of the text. Where two shapes fit the same characters, the one that begins first counts. */
export function findSecrets(text: string): readonly SecretMatch[] {
  return removeOverlaps([...findMatches(text, [...tokenPatterns, ...contextPatterns]), ...findWrappedSecrets(text)])
}

function removeOverlaps(found: readonly SecretMatch[]): readonly SecretMatch[] {
  let end = 0
  return found
    .toSorted((one, other) => one.start - other.start)
    .filter((secret) => {
      const isDisjoint = secret.start >= end
      if (isDisjoint) end = secret.end
      return isDisjoint
    })
}

function findMatches(text: string, patterns: readonly SecretPattern[]): readonly SecretMatch[] {
  return patterns
    .filter(({ keywords }) => keywords.some((keyword) => text.includes(keyword)))
    .flatMap(({ kind, regex }) =>
      [...text.matchAll(regex)]
        .filter(([match]) => !isExample(kind, match))
        .map(({ 0: match, index }) => ({ kind, start: index, end: index + match.length, masked: `${match.slice(0, 4)}…` })),
    )
}

/**
 * A line end with the spaces around it, and characters that show as nothing: what a terminal or a letter puts into a long key. A line
 * that begins like a key goes on with none.
 */
const lineBreaks = new RegExp(
  String.raw`(?<![\s\p{Cf}])[\s\p{Cf}]*[\n\r\u2028\u2029][\s\p{Cf}]*(?!${tokenPatterns.flatMap(({ keywords }) => keywords.map(escapeKeyword)).join('|')})|\p{Cf}+`,
  'gu',
)

function escapeKeyword(keyword: string): string {
  return keyword.replaceAll(/[.+]/g, String.raw`\$&`)
}

/** Keys with such breaks in them. */
function findWrappedSecrets(text: string): readonly SecretMatch[] {
  const joined = text.replaceAll(lineBreaks, '')
  if (joined.length === text.length) return []
  const found = removeOverlaps(findMatches(joined, tokenPatterns))
  if (found.length === 0) return []
  const toOriginalIndex = createIndexMapper(text)
  return found.map(({ start, end, ...secret }) => ({ ...secret, start: toOriginalIndex(start), end: toOriginalIndex(end - 1) + 1 }))
}

/** Tells where a character of the joined text stands in the text itself. It goes through the text once: ask in rising order. */
function createIndexMapper(text: string): (joined: number) => number {
  const removals = text.matchAll(lineBreaks)
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
  const start = match.slice(0, maxExampleLength)
  if (new Set(start).size < Math.min(12, start.length / 2.5) || examplePattern.test(start)) return true
  // A password is what somebody chose: words are no sign that it is none.
  return kind !== 'password-in-address' && isAllWords(match)
}

const examplePattern = /abcdef|0123456789|1234567890|example|placeholder|your[-_]|x{6}|:(?:pass(?:word|wd)?|pwd|secret|\*+|x+|\.+)@/i
const maxExampleLength = 200

/** Whether all of it but its beginning is words or small numbers, as in `sk-folding-cube-…` and `hf_onlyUsedInThisTest`. */
function isAllWords(match: string): boolean {
  if (match.length > maxExampleLength) return false
  const [, ...rest] = match.split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/)
  return rest.length > 1 && rest.every(isWord)
}

function isWord(part: string): boolean {
  if (/^(?:[a-z]{0,3}|\d{1,3})$/.test(part)) return true
  return /^[A-Z]?[a-z]{1,14}$/.test(part) && /[aeiouy]/i.test(part)
}
