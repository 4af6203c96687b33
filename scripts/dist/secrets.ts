// Finds what looks like somebody's key. Hides the shapes of keys; never gives back the key itself.

interface Shape {
  readonly of: string
  readonly expression: RegExp
}

/** As their issuers write them. The lengths keep them apart from words in code that only begin alike. */
const shapes: readonly Shape[] = [
  { of: 'a Hugging Face key', expression: /\b(?:hf_[A-Za-z]{34}|api_org_[A-Za-z]{34})\b/g },
  { of: 'a GitHub key', expression: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})\b/g },
  { of: 'an npm key', expression: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { of: 'a GitLab key', expression: /\bglpat-[\w-]{20}\b/g },
  { of: 'an Amazon key', expression: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
  { of: 'a Google key', expression: /\bAIza[\w-]{35}\b/g },
  { of: 'a Slack key', expression: /\bxox[abprs]-[A-Za-z0-9-]{20,}/g },
  { of: "a model provider's key", expression: /\b(?:sk-(?:proj-|ant-)?[\w-]{40,}|gsk_[A-Za-z0-9]{50,})\b/g },
  { of: 'a private key', expression: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+[A-Za-z0-9+/=\s]{60,}/g },
  { of: 'a password in an address', expression: /\bhttps?:\/\/[\w.-]+:[^\s@/'"`$<{}]{6,}@[\w.-]+/g },
  { of: 'a registry password', expression: /_(?:authToken|password)\s*=\s*[^\s$]{8,}/g },
]

/** A key is random letters. Examples in tests are not: one letter over and over, the alphabet, or words run together. */
function isExample(found: string): boolean {
  return new Set(found).size < 12 || /abcdef/i.test(found) || /^[a-z]+[_-](?:[a-z]+)?(?:[A-Z][a-z]+)+$/.test(found)
}

/** What was found in a file, in words that name the file and the start of the key, four characters long. */
export function secretsIn(path: string, text: string): readonly string[] {
  return shapes.flatMap(({ of, expression }) =>
    [...text.matchAll(expression)]
      .filter(([found]) => !isExample(found))
      .map(([found]) => `${path} holds what looks like ${of}: ${found.slice(0, 4)}…`),
  )
}
