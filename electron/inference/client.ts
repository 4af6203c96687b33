// The only importer of @huggingface/inference. Loaded at the first run, for it costs as much as the rest of main together.

import type * as Library from '@huggingface/inference'

/**
 * Stands where the library wants the key: it never gets one. It must begin with `hf_`, or the library would go to the providers'
 * own hosts instead of Hugging Face's router. The door to the network takes it off and writes the true header.
 */
export const accessToken = 'hf_placeholder'

let library: Promise<typeof Library> | undefined

export function loadLibrary(): Promise<typeof Library> {
  library ??= import('@huggingface/inference').then((loaded) => {
    // Its logger writes names of models to the console.
    loaded.setLogger({ debug() {}, info() {}, warn() {}, error() {}, log() {} })
    return loaded
  })
  return library
}
