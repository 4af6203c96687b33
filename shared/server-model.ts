// The id of a server's model in the app: its name there, "@", and the server's id. Ids of Hugging Face's models never contain an "@".

export interface ServerModel {
  readonly name: string
  readonly serverId: string
}

export const maxServers = 50
export const maxServerNameLength = 60

const maxModelNameLength = 200
const serverId = /^[a-z\d][a-z\d-]{0,39}$/
/** Any characters but invisible ones, line breaks and direction marks. */
const printablePattern = /^[^\p{C}\p{Zl}\p{Zp}]+$/u

export function isServerId(text: string): boolean {
  return serverId.test(text)
}

/** Whether a name from a server is acceptable. Models with other names are omitted. */
export function isModelName(name: string): boolean {
  return name.length <= maxModelNameLength && name.trim() !== '' && printablePattern.test(name)
}

export function formatServerModelId({ name, serverId: id }: ServerModel): string {
  return `${name}@${id}`
}

/** Null for a model of Hugging Face. A name may contain an "@"; a server's id cannot. */
export function parseServerModelId(id: string): ServerModel | null {
  const separatorIndex = id.lastIndexOf('@')
  return separatorIndex === -1 ? null : { name: id.slice(0, separatorIndex), serverId: id.slice(separatorIndex + 1) }
}
