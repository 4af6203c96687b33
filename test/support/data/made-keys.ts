// Keys that nobody has, in the shapes of their issuers: made when they are asked for and written down nowhere, so that the looks for
// keys at what is shipped do not find them. Hides the chance that makes them, which is the same each time.

import type { SecretKind } from '../../../shared/secrets.ts'

const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const small = 'abcdefghijklmnopqrstuvwxyz'
const digits = '0123456789'
const letters = capitals + small
const both = letters + digits
const hex = `${digits}abcdef`
const base64 = `${both}+/`
const urlSafe = `${both}-_`
const base32 = `${capitals}234567`

/** So many characters, mixed as chance would mix them. */
export function made(length: number, of = both, seed = 1): string {
  let state = seed * 2_654_435_761 + length
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return of[Math.floor((state / 2 ** 32) * of.length)]
  }
  return Array.from({ length }, next).join('')
}

/** A key of each shape, and its kind. */
export const madeKeys: readonly (readonly [SecretKind, string])[] = [
  ['hugging-face', `hf_${made(34, letters)}`],
  ['hugging-face', `api_org_${made(34, letters)}`],
  ['hugging-face', `hf_oauth_${made(20)}.${made(30)}.${made(40, urlSafe)}`],
  ['hugging-face', `hf_jwt_${made(20)}.${made(30)}.${made(40, urlSafe)}`],
  ...['p', 'o', 'u', 's', 'r'].map((which) => ['github', `gh${which}_${made(36)}`] as const),
  ['github', `ghs_${made(6, digits)}_eyJ${made(60)}.eyJ${made(200, urlSafe)}.${made(86, urlSafe)}`],
  ['github', `github_pat_${made(22)}_${made(59)}`],
  ...['pat', 'dt', 'rt', 'ft', 'agent', 'soat', 'ffct', 'imt', 'oas'].map((which) => ['gitlab', `gl${which}-${made(20)}`] as const),
  ['gitlab', `glptt-${made(40, hex)}`],
  ['gitlab', `glcbt-${made(2)}_${made(20)}`],
  ['gitlab', `glpat-${made(27, urlSafe)}.${made(9, digits + small)}`],
  ['npm', `npm_${made(36)}`],
  ...['AKIA', 'ASIA', 'ABIA', 'ACCA'].map((which) => ['amazon', `${which}${made(16, base32)}`] as const),
  ['amazon', `ABSK${made(128, base64)}`],
  ['amazon', `bedrock-api-key-${made(200, base64)}`],
  ['amazon', `secret_access_key = ${made(40, base64)}`],
  ['amazon', `SecretAccessKey": "${made(40, base64)}`],
  ['amazon', `SECRET_ACCESS_KEY=${made(40, base64)}`],
  ['google', `AIza${made(35, urlSafe)}`],
  ['google', `AQ.Ab${made(48, urlSafe)}`],
  ['google', `ya29.${made(120, urlSafe)}`],
  ['google', `GOCSPX-${made(28, urlSafe)}`],
  ['azure', `${made(52)}JQQJ99${made(26)}`],
  ['azure', `${made(76)}AZDO${made(4)}`],
  ['azure', `${made(76, base64)}+ASt${made(6, base64)}==`],
  ['azure', `${made(3)}8Q~${made(34, urlSafe)}`],
  ['azure', `AccountKey=${made(86, base64)}==`],
  ['azure', `SharedAccessKey=${made(43, base64)}=`],
  ...['a', 'b', 'p', 's'].map((which) => ['slack', `xox${which}-${made(12, digits)}-${made(13, digits)}-${made(24)}`] as const),
  ['slack', `xapp-1-${made(11, capitals + digits)}-${made(13, digits)}-${made(64, hex)}`],
  ['slack', `hooks.slack.com/services/T${made(10, capitals)}/B${made(10, capitals)}/${made(24)}`],
  ...['sk_live', 'sk_test', 'rk_live'].map((which) => ['stripe', `${which}_${made(24)}`] as const),
  ['stripe', `whsec_${made(32)}`],
  ['model-provider', `sk-${made(48)}`],
  ['model-provider', `sk-${made(32, hex)}`],
  ...['proj', 'svcacct', 'admin'].map((which) => ['model-provider', `sk-${which}-${made(120, urlSafe)}`] as const),
  ['model-provider', `sk-ant-api03-${made(93, urlSafe)}AA`],
  ['model-provider', `sk-or-v1-${made(64, hex)}`],
  ['model-provider', `gsk_${made(52)}`],
  ['model-provider', `xai-${made(80)}`],
  ['model-provider', `pplx-${made(48)}`],
  ['model-provider', `r8_${made(37)}`],
  ['model-provider', `csk-${made(48, small + digits)}`],
  ['model-provider', `fw_${made(24)}`],
  ['model-provider', `nvapi-${made(64, urlSafe)}`],
  ['model-provider', `tgp_v1_${made(43, urlSafe)}`],
  ['service', `dop_v1_${made(64, hex)}`],
  ['service', `dapi${made(32, hex)}`],
  ['service', `dckr_pat_${made(27, urlSafe)}`],
  ['service', `hvs.${made(90, urlSafe)}`],
  ['service', `pypi-AgEIcHlwaS5vcmc${made(120, urlSafe)}`],
  ['service', `SG.${made(22, urlSafe)}.${made(43, urlSafe)}`],
  ['private-key', `AGE-SECRET-KEY-1${made(58, base32)}`],
  ...['', 'RSA ', 'EC ', 'OPENSSH ', 'ENCRYPTED '].map(
    (which) => ['private-key', `-----BEGIN ${which}PRIVATE KEY-----\n${made(64, base64)}`] as const,
  ),
  ['private-key', `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,${made(32, hex)}\n\n${made(64, base64)}`],
  ['private-key', `-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 1\n\n${made(64, base64)}`],
  ['private-key', String.raw`-----BEGIN PRIVATE KEY-----\n${made(64, base64)}`],
  ['private-key', `Private-Lines: 14\n${made(64, base64)}`],
  ['password-in-address', `https://somebody:${made(12)}@host.invalid`],
  ['password-in-address', `postgresql://somebody:${made(12)}@database.invalid`],
  ['password-in-address', `mongodb+srv://somebody:${made(12, small)}@cluster.invalid`],
  ['password-in-address', `redis://:${made(16)}@cache.invalid`],
  ['registry-password', `_authToken=${made(36)}`],
  ['registry-password', `_password = ${made(24, base64)}`],
]

/** A Hugging Face key that nobody has. */
export const madeKey = `hf_${made(34, letters)}`
