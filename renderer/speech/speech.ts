// Reads a text aloud, sentence by sentence, with a voice of this computer. Hides what browsers do with long texts and with a voice that
// is told to be silent. Pure: what speaks is handed in.

/** What is asked of the browser's speech. */
export interface Speech<Voice> {
  readonly voices: () => readonly Voice[]
  /** Says one sentence; calls back once, when it is said or could not be. */
  readonly say: (sentence: string, voice: Voice, ended: (how: 'said' | 'failed') => void) => void
  readonly silence: () => void
}

export interface SpeechVoice {
  readonly lang: string
  /** False for a voice that sends what it says to a server. */
  readonly localService: boolean
  readonly default: boolean
}

/** The voice to read with: the system's own choice, or one of this language. Null where each voice would send the text away. */
export function localVoice<Voice extends SpeechVoice>(voices: readonly Voice[], language: string): Voice | null {
  // SECURITY: what a voice of a network service reads is sent to that service.
  const local = voices.filter(({ localService }) => localService)
  const speaks = (voice: Voice) => voice.lang.slice(0, 2).toLowerCase() === language.slice(0, 2).toLowerCase()
  return (
    local.find((voice) => voice.default && speaks(voice)) ?? local.find(speaks) ?? local.find((voice) => voice.default) ?? local[0] ?? null
  )
}

/** The sentences of a text; lines are never joined, as code and lists have no full stops. */
export function sentencesOf(text: string, language: string): readonly string[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' })
  return text
    .split('\n')
    .flatMap((line) => [...segmenter.segment(line)].map(({ segment }) => segment.trim()))
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))
}

/**
 * Reads the sentences one after the other. `ended` is called once: when all are said, or when one could not be. The returned function
 * makes it silent; nothing is called after that.
 */
export function readSentences<Voice>(
  speech: Pick<Speech<Voice>, 'say' | 'silence'>,
  voice: Voice,
  sentences: readonly string[],
  ended: (how: 'said' | 'failed') => void,
): () => void {
  let isWanted = true
  const next = (index: number) => {
    const sentence = sentences[index]
    if (sentence === undefined) return ended('said')
    speech.say(sentence, voice, (how) => {
      if (!isWanted) return
      if (how === 'failed') ended('failed')
      else next(index + 1)
    })
  }
  next(0)
  return () => {
    isWanted = false
    speech.silence()
  }
}
