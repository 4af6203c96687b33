// Finds what looks like a key or another secret in a text: the one list of the shapes of secrets. Pure; used by main, by the window and by
// the check of what is shipped. Never returns the secret itself. Hides keys that were wrapped over lines, and examples of keys.

export interface SecretMatch {
  readonly kind: SecretKind
  /** Its start and end in the text, in UTF-16 units. */
  readonly start: number
  readonly end: number
  /** Its first four characters and "…": never more of it. */
  readonly masked: string
}

interface SecretPattern {
  /** Every secret of this shape contains one of these. A text without any of them is not searched, and that is most texts. */
  readonly keywords: readonly string[]
  /**
   * Must run in linear time: it starts with something fixed or at the start of a run of characters; repetitions are bounded, or cannot also
   * match what follows them.
   */
  readonly regex: RegExp
}

interface SecretShapes {
  /** Keys in one word, as their issuers write them. The lengths tell them from words in code that only begin alike. */
  readonly tokens?: readonly SecretPattern[]
  /** Secrets that are known by what is before or around them. */
  readonly contexts?: readonly SecretPattern[]
}

const secretShapes = {
  'hugging-face': {
    tokens: [
      { keywords: ['hf_', 'api_org_'], regex: /(?<![A-Za-z0-9])(?:hf|api_org)_[A-Za-z]{34,}/g },
      { keywords: ['hf_oauth_', 'hf_jwt_'], regex: /(?<![A-Za-z0-9])hf_(?:oauth|jwt)_[\w.-]{30,}/g },
    ],
  },
  github: {
    tokens: [
      // The token of an installed app may contain a signed token with dots in it.
      {
        keywords: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
        regex: /(?<![A-Za-z0-9])gh[pousr]_(?:[A-Za-z0-9]{36,}|[A-Za-z0-9]{1,20}_eyJ[\w.-]{30,})/g,
      },
      { keywords: ['github_pat_'], regex: /(?<![A-Za-z0-9])github_pat_\w{60,}/g },
    ],
  },
  gitlab: {
    tokens: [
      {
        keywords: ['glpat-', 'gldt-', 'glrt-', 'glft-', 'glcbt-', 'glptt-', 'glagent-', 'glimt-', 'gloas-', 'glsoat-', 'glffct-'],
        regex: /(?<![A-Za-z0-9])gl(?:pat|dt|rt|ft|cbt|ptt|agent|imt|oas|soat|ffct)-[\w.-]{20,}/g,
      },
    ],
  },
  npm: {
    tokens: [{ keywords: ['npm_'], regex: /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36,}/g }],
  },
  amazon: {
    tokens: [
      {
        keywords: ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
        regex: /(?<![A-Za-z0-9+/])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])/g,
      },
      {
        keywords: ['ABSK', 'bedrock-api-key-'],
        regex: /(?<![A-Za-z0-9+/])(?:ABSK[A-Za-z0-9+/]{100,}|bedrock-api-key-[\w+/=-]{30,})/g,
      },
    ],
    contexts: [
      {
        keywords: ['ccessKey', 'ccess_key', 'CCESS_KEY', 'ccesskey'],
        regex: /(?:[Ss]ecret_?[Aa]ccess_?[Kk]ey|SECRET_ACCESS_KEY)["']?\s{0,4}[:=]\s{0,4}["']?[A-Za-z0-9+/]{40}(?![\w+/=])/g,
      },
    ],
  },
  google: {
    tokens: [
      { keywords: ['AIza'], regex: /(?<![\w+/-])AIza[\w-]{35,}/g },
      { keywords: ['AQ.Ab', 'ya29.'], regex: /(?<![\w.-])(?:AQ\.Ab|ya29\.)[\w-]{40,}/g },
      { keywords: ['GOCSPX-'], regex: /(?<![\w-])GOCSPX-[\w-]{28,}/g },
    ],
  },
  azure: {
    tokens: [
      // Azure puts a signature of a few letters at a fixed position.
      { keywords: ['JQQJ9'], regex: /(?<![A-Za-z0-9])[A-Za-z0-9]{52}JQQJ9[9DH][A-Za-z0-9]{26}/g },
      { keywords: ['AZDO'], regex: /(?<![A-Za-z0-9])[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}(?![A-Za-z0-9])/g },
      { keywords: ['+ASt'], regex: /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{76}\+ASt[A-Za-z0-9+/]{6}==/g },
      { keywords: ['Q~'], regex: /(?<![\w.~-])[\w.~]{3}\dQ~[\w.~-]{31,}/g },
    ],
    contexts: [
      {
        keywords: ['AccountKey=', 'SharedAccessKey='],
        regex: /(?:AccountKey=[A-Za-z0-9+/]{86}==|SharedAccessKey=[A-Za-z0-9+/]{43}=)/g,
      },
    ],
  },
  slack: {
    tokens: [
      { keywords: ['xox'], regex: /(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{20,}/g },
      { keywords: ['xapp-'], regex: /(?<![A-Za-z0-9])xapp-\d-[A-Z0-9]{8,16}-\d{8,16}-[a-z0-9]{30,}/g },
      { keywords: ['hooks.slack.com'], regex: /hooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/]{40,}/g },
    ],
  },
  stripe: {
    tokens: [
      { keywords: ['_live_', '_test_'], regex: /(?<![A-Za-z0-9])[rs]k_(?:live|test)_[A-Za-z0-9]{20,}/g },
      { keywords: ['whsec_'], regex: /(?<![A-Za-z0-9])whsec_[A-Za-z0-9+/]{32,}/g },
    ],
  },
  'model-provider': {
    tokens: [
      {
        keywords: ['sk-'],
        regex: /(?<![\w-])sk-(?:(?:proj|svcacct|admin|ant|or|lf)-[\w-]{40,}|[A-Za-z0-9]{32,})/g,
      },
      {
        keywords: ['gsk_', 'xai-', 'pplx-', 'r8_', 'csk-', 'fw_'],
        regex:
          /(?<![\w-])(?:gsk_[A-Za-z0-9]{48,}|xai-[A-Za-z0-9]{64,}|pplx-[A-Za-z0-9]{40,}|r8_[A-Za-z0-9]{37,}|csk-[a-z0-9]{40,}|fw_[A-Za-z0-9]{22,})/g,
      },
      { keywords: ['nvapi-', 'tgp_v1_'], regex: /(?<![\w-])(?:nvapi-[\w-]{60,}|tgp_v1_[\w-]{40,})/g },
    ],
  },
  service: {
    tokens: [
      {
        keywords: ['dop_v1_', 'doo_v1_', 'dor_v1_', 'dapi', 'dckr_pat_', 'hvs.', 'pypi-AgE', 'SG.'],
        regex:
          /(?<![\w.-])(?:do[opr]_v1_[a-f0-9]{64}|dapi[a-f0-9]{32}|dckr_pat_[\w-]{27,}|hvs\.[\w-]{24,}|pypi-AgE[\w-]{50,}|SG\.[\w-]{22}\.[\w-]{43})/g,
      },
    ],
  },
  'private-key': {
    tokens: [{ keywords: ['AGE-SECRET-KEY-1'], regex: /AGE-SECRET-KEY-1[A-Z0-9]{58}/g }],
    contexts: [
      // Between the header and the key there may be nothing, lines about its encryption, or a line break written as "\n".
      {
        keywords: ['PRIVATE KEY'],
        regex:
          /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:(?!-----)[^]){0,200}?(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40,}/g,
      },
      { keywords: ['Private-Lines: '], regex: /Private-Lines: \d{1,4}\s{1,4}[A-Za-z0-9+/]{40,}/g },
    ],
  },
  'password-in-address': {
    contexts: [
      {
        keywords: ['://'],
        regex:
          /\b(?:https?|wss?|s?ftps?|ssh|git|postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|smtps?|imaps?|ldaps?):\/\/[\w.%+-]{0,100}:[^\s:@/'"`$<>{}]{6,200}@[\w.-]{1,100}/g,
      },
    ],
  },
  'registry-password': {
    contexts: [
      {
        keywords: ['_authToken', '_password'],
        regex: /(?<!\w)_(?:authToken|password)\s{0,4}=\s{0,4}["']?[\w+/=-]{8,}(?![\w.([])/g,
      },
    ],
  },
} as const satisfies Readonly<Record<string, SecretShapes>>

export type SecretKind = keyof typeof secretShapes

const secretKinds: readonly SecretKind[] = Object.keys(secretShapes).filter((kind): kind is SecretKind => kind in secretShapes)

interface KindPattern extends SecretPattern {
  readonly kind: SecretKind
}

const tokenPatterns = listPatterns('tokens')
const contextPatterns = listPatterns('contexts')

function listPatterns(where: keyof SecretShapes): readonly KindPattern[] {
  const shapes: Readonly<Record<SecretKind, SecretShapes>> = secretShapes
  return secretKinds.flatMap((kind) => (shapes[kind][where] ?? []).map((pattern) => ({ kind, ...pattern })))
}

/** The secrets in a text, in order. Of two overlapping matches, the one that starts first counts. */
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

function findMatches(text: string, patterns: readonly KindPattern[]): readonly SecretMatch[] {
  return patterns
    .filter(({ keywords }) => keywords.some((keyword) => text.includes(keyword)))
    .flatMap(({ kind, regex }) =>
      [...text.matchAll(regex)]
        .filter(([match]) => !isExample(kind, match))
        .map(({ 0: match, index }) => ({ kind, start: index, end: index + match.length, masked: `${match.slice(0, 4)}…` })),
    )
}

/**
 * A line break with the white space around it, and invisible characters: what a terminal or a mail program inserts into a long key. A line
 * that itself starts like a key does not continue the one before it.
 */
const lineBreaks = new RegExp(
  String.raw`(?<![\s\p{Cf}])[\s\p{Cf}]*[\n\r\u2028\u2029][\s\p{Cf}]*(?!${tokenPatterns.flatMap(({ keywords }) => keywords.map(escapeKeyword)).join('|')})|\p{Cf}+`,
  'gu',
)

function escapeKeyword(keyword: string): string {
  return keyword.replaceAll(/[.+]/g, String.raw`\$&`)
}

/** Keys that contain such breaks. */
function findWrappedSecrets(text: string): readonly SecretMatch[] {
  const joined = text.replaceAll(lineBreaks, '')
  if (joined.length === text.length) return []
  const found = removeOverlaps(findMatches(joined, tokenPatterns))
  if (found.length === 0) return []
  const toOriginalIndex = createIndexMapper(text)
  return found.map(({ start, end, ...secret }) => ({ ...secret, start: toOriginalIndex(start), end: toOriginalIndex(end - 1) + 1 }))
}

/** Maps an index of the joined text to the original text. It reads the text once, so call it with rising indexes. */
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

/** A key is random. An example is not: it repeats a letter, spells the alphabet, joins words, or says that it is an example. */
function isExample(kind: SecretKind, match: string): boolean {
  const start = match.slice(0, maxExampleLength)
  if (new Set(start).size < Math.min(12, start.length / 2.5) || examplePattern.test(start)) return true
  // People choose passwords, so one that consists of words may still be real.
  return kind !== 'password-in-address' && isAllWords(match)
}

const examplePattern = /abcdef|0123456789|1234567890|example|placeholder|your[-_]|x{6}|:(?:pass(?:word|wd)?|pwd|secret|\*+|x+|\.+)@/i
const maxExampleLength = 200

/** Whether everything after the prefix is words or small numbers, as in `sk-folding-cube-…` and `hf_onlyUsedInThisTest`. */
function isAllWords(match: string): boolean {
  if (match.length > maxExampleLength) return false
  const [, ...rest] = match.split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/)
  return rest.length > 1 && rest.every(isWord)
}

function isWord(part: string): boolean {
  if (/^(?:[a-z]{0,3}|\d{1,3})$/.test(part)) return true
  return /^[A-Z]?[a-z]{1,14}$/.test(part) && /[aeiouy]/i.test(part)
}
