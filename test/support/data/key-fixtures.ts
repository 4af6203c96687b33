// Keys that nobody has, in the shapes of their issuers: made when they are asked for and written down nowhere, so that the looks for
// keys at what is shipped do not find them. Hides the chance that makes them, which is the same each time.

import type { SecretKind } from '../../../shared/secrets.ts'

const uppercase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const lowercase = 'abcdefghijklmnopqrstuvwxyz'
const digits = '0123456789'
const letters = uppercase + lowercase
const alphanumeric = letters + digits
const hex = `${digits}abcdef`
const base64 = `${alphanumeric}+/`
const urlSafe = `${alphanumeric}-_`
const base32 = `${uppercase}234567`

/** So many characters, mixed as chance would mix them. */
export function createCharacters(sampleLength: number, alphabet = alphanumeric, seed = 1): string {
  let state = seed * 2_654_435_761 + sampleLength
  const nextCharacter = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return alphabet[Math.floor((state / 2 ** 32) * alphabet.length)]
  }
  return Array.from({ length: sampleLength }, nextCharacter).join('')
}

/** A key of each shape, and its kind. */
export const fakeKeys: readonly (readonly [SecretKind, string])[] = [
  ['hugging-face', `hf_${createCharacters(34, letters)}`],
  ['hugging-face', `api_org_${createCharacters(34, letters)}`],
  ['hugging-face', `hf_oauth_${createCharacters(20)}.${createCharacters(30)}.${createCharacters(40, urlSafe)}`],
  ['hugging-face', `hf_jwt_${createCharacters(20)}.${createCharacters(30)}.${createCharacters(40, urlSafe)}`],
  ...['p', 'o', 'u', 's', 'r'].map((variant) => ['github', `gh${variant}_${createCharacters(36)}`] as const),
  [
    'github',
    `ghs_${createCharacters(6, digits)}_eyJ${createCharacters(60)}.eyJ${createCharacters(200, urlSafe)}.${createCharacters(86, urlSafe)}`,
  ],
  ['github', `github_pat_${createCharacters(22)}_${createCharacters(59)}`],
  ...['pat', 'dt', 'rt', 'ft', 'agent', 'soat', 'ffct', 'imt', 'oas'].map(
    (variant) => ['gitlab', `gl${variant}-${createCharacters(20)}`] as const,
  ),
  ['gitlab', `glptt-${createCharacters(40, hex)}`],
  ['gitlab', `glcbt-${createCharacters(2)}_${createCharacters(20)}`],
  ['gitlab', `glpat-${createCharacters(27, urlSafe)}.${createCharacters(9, digits + lowercase)}`],
  ['npm', `npm_${createCharacters(36)}`],
  ...['AKIA', 'ASIA', 'ABIA', 'ACCA'].map((variant) => ['amazon', `${variant}${createCharacters(16, base32)}`] as const),
  ['amazon', `ABSK${createCharacters(128, base64)}`],
  ['amazon', `bedrock-api-key-${createCharacters(200, base64)}`],
  ['amazon', `secret_access_key = ${createCharacters(40, base64)}`],
  ['amazon', `SecretAccessKey": "${createCharacters(40, base64)}`],
  ['amazon', `SECRET_ACCESS_KEY=${createCharacters(40, base64)}`],
  ['google', `AIza${createCharacters(35, urlSafe)}`],
  ['google', `AQ.Ab${createCharacters(48, urlSafe)}`],
  ['google', `ya29.${createCharacters(120, urlSafe)}`],
  ['google', `GOCSPX-${createCharacters(28, urlSafe)}`],
  ['azure', `${createCharacters(52)}JQQJ99${createCharacters(26)}`],
  ['azure', `${createCharacters(76)}AZDO${createCharacters(4)}`],
  ['azure', `${createCharacters(76, base64)}+ASt${createCharacters(6, base64)}==`],
  ['azure', `${createCharacters(3)}8Q~${createCharacters(34, urlSafe)}`],
  ['azure', `AccountKey=${createCharacters(86, base64)}==`],
  ['azure', `SharedAccessKey=${createCharacters(43, base64)}=`],
  ...['a', 'b', 'p', 's'].map(
    (variant) =>
      ['slack', `xox${variant}-${createCharacters(12, digits)}-${createCharacters(13, digits)}-${createCharacters(24)}`] as const,
  ),
  ['slack', `xapp-1-${createCharacters(11, uppercase + digits)}-${createCharacters(13, digits)}-${createCharacters(64, hex)}`],
  ['slack', `hooks.slack.com/services/T${createCharacters(10, uppercase)}/B${createCharacters(10, uppercase)}/${createCharacters(24)}`],
  ...['sk_live', 'sk_test', 'rk_live'].map((variant) => ['stripe', `${variant}_${createCharacters(24)}`] as const),
  ['stripe', `whsec_${createCharacters(32)}`],
  ['model-provider', `sk-${createCharacters(48)}`],
  ['model-provider', `sk-${createCharacters(32, hex)}`],
  ...['proj', 'svcacct', 'admin'].map((variant) => ['model-provider', `sk-${variant}-${createCharacters(120, urlSafe)}`] as const),
  ['model-provider', `sk-ant-api03-${createCharacters(93, urlSafe)}AA`],
  ['model-provider', `sk-or-v1-${createCharacters(64, hex)}`],
  ['model-provider', `gsk_${createCharacters(52)}`],
  ['model-provider', `xai-${createCharacters(80)}`],
  ['model-provider', `pplx-${createCharacters(48)}`],
  ['model-provider', `r8_${createCharacters(37)}`],
  ['model-provider', `csk-${createCharacters(48, lowercase + digits)}`],
  ['model-provider', `fw_${createCharacters(24)}`],
  ['model-provider', `nvapi-${createCharacters(64, urlSafe)}`],
  ['model-provider', `tgp_v1_${createCharacters(43, urlSafe)}`],
  ['service', `dop_v1_${createCharacters(64, hex)}`],
  ['service', `dapi${createCharacters(32, hex)}`],
  ['service', `dckr_pat_${createCharacters(27, urlSafe)}`],
  ['service', `hvs.${createCharacters(90, urlSafe)}`],
  ['service', `pypi-AgEIcHlwaS5vcmc${createCharacters(120, urlSafe)}`],
  ['service', `SG.${createCharacters(22, urlSafe)}.${createCharacters(43, urlSafe)}`],
  ['private-key', `AGE-SECRET-KEY-1${createCharacters(58, base32)}`],
  ...['', 'RSA ', 'EC ', 'OPENSSH ', 'ENCRYPTED '].map(
    (variant) => ['private-key', `-----BEGIN ${variant}PRIVATE KEY-----\n${createCharacters(64, base64)}`] as const,
  ),
  [
    'private-key',
    `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,${createCharacters(32, hex)}\n\n${createCharacters(64, base64)}`,
  ],
  ['private-key', `-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 1\n\n${createCharacters(64, base64)}`],
  ['private-key', String.raw`-----BEGIN PRIVATE KEY-----\n${createCharacters(64, base64)}`],
  ['private-key', `Private-Lines: 14\n${createCharacters(64, base64)}`],
  ['password-in-address', `https://somebody:${createCharacters(12)}@host.invalid`],
  ['password-in-address', `postgresql://somebody:${createCharacters(12)}@database.invalid`],
  ['password-in-address', `mongodb+srv://somebody:${createCharacters(12, lowercase)}@cluster.invalid`],
  ['password-in-address', `redis://:${createCharacters(16)}@cache.invalid`],
  ['registry-password', `_authToken=${createCharacters(36)}`],
  ['registry-password', `_password = ${createCharacters(24, base64)}`],
]

/** A Hugging Face key that nobody has. */
export const fakeKey = `hf_${createCharacters(34, letters)}`
