// How a model's id is shown: the maker and the name apart. Old models have no maker.

export function shortName(id: string): string {
  return id.slice(id.indexOf('/') + 1)
}

export function makerOf(id: string): string | null {
  const slash = id.indexOf('/')
  return slash === -1 ? null : id.slice(0, slash)
}
