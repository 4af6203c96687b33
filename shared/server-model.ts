// The app-wide id of a model of a server: its name there, "@", and the server's id. Models of Hugging Face never hold an "@".

export interface ServerModel {
  readonly name: string
  readonly serverId: string
}

/** Far more than anybody has. */
export const maxServers = 50
export const maxServerNameLength = 60

const maxModelNameLength = 200
const serverId = /^[a-z\d][a-z\d-]{0,39}$/
/** Whatever a server calls its models, but for what shows as nothing, breaks a line or turns its direction. */
const printablePattern = /^[^\p{C}\p{Zl}\p{Zp}]+$/u

export function isServerId(text: string): boolean {
  return serverId.test(text)
}

/** Whether a server may call a model so. What it may not is left out of its list. */
export function isModelName(name: string): boolean {
  return name.length <= maxModelNameLength && name.trim() !== '' && printablePattern.test(name)
}

export function formatServerModelId({ name, serverId: id }: ServerModel): string {
  return `${name}@${id}`
}

/** Null for a model of Hugging Face. A name may hold an "@" of its own, a server's id cannot. */
export function parseServerModelId(id: string): ServerModel | null {
  const separatorIndex = id.lastIndexOf('@')
  return separatorIndex === -1 ? null : { name: id.slice(0, separatorIndex), serverId: id.slice(separatorIndex + 1) }
}
