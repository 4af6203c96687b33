// The only importer of @huggingface/inference. The library is loaded at the first run because it takes as long as the rest of main together.

import type * as Library from '@huggingface/inference'

/**
 * A placeholder for the key, which the library never gets. It must start with `hf_`, or the library would call the providers' own hosts
 * instead of Hugging Face's router. The network gateway replaces it with the real header.
 */
export const accessToken = 'hf_placeholder'

let library: Promise<typeof Library> | undefined

export function loadLibrary(): Promise<typeof Library> {
  library ??= import('@huggingface/inference').then((loaded) => {
    // Its logger writes model names to the console.
    loaded.setLogger({ debug() {}, info() {}, warn() {}, error() {}, log() {} })
    return loaded
  })
  return library
}
