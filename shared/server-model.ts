// The app-wide id of a model of a server: its name there, "@", and the server's id. Models of Hugging Face never hold an "@".

export interface ServerModel {
  readonly name: string
  readonly serverId: string
}

/** Far more than anybody has. */
export const mostServers = 50
export const longestServerName = 60

const longestName = 200
const serverId = /^[a-z\d][a-z\d-]{0,39}$/
/** Whatever a server calls its models, but for what shows as nothing, breaks a line or turns its direction. */
const plain = /^[^\p{C}\p{Zl}\p{Zp}]+$/u

export function isServerId(text: string): boolean {
  return serverId.test(text)
}

/** Whether a server may call a model so. What it may not is left out of its list. */
export function isModelName(name: string): boolean {
  return name.length <= longestName && name.trim() !== '' && plain.test(name)
}

export function serverModelId({ name, serverId: id }: ServerModel): string {
  return `${name}@${id}`
}

/** Null for a model of Hugging Face. A name may hold an "@" of its own, a server's id cannot. */
export function readServerModelId(id: string): ServerModel | null {
  const at = id.lastIndexOf('@')
  return at === -1 ? null : { name: id.slice(0, at), serverId: id.slice(at + 1) }
}
