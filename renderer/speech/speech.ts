// Reads a text aloud, sentence by sentence, with a voice of this computer. Hides what browsers do with long texts and with a voice that
// is told to be silent. Pure: what speaks is handed in.

/** What is asked of the browser's speech. */
export interface SpeechEngine<Voice> {
  readonly voices: () => readonly Voice[]
  /** Says one sentence; calls back once, when it is said or could not be. */
  readonly speak: (sentence: string, voice: Voice, onEnd: (outcome: 'finished' | 'failed') => void) => void
  readonly stopSpeaking: () => void
}

export interface SpeechVoice {
  readonly lang: string
  /** False for a voice that sends what it says to a server. */
  readonly localService: boolean
  readonly default: boolean
}

/** The voice to read with: the system's own choice, or one of this language. Null where each voice would send the text away. */
export function findLocalVoice<Voice extends SpeechVoice>(voices: readonly Voice[], language: string): Voice | null {
  // SECURITY: what a voice of a network service reads is sent to that service.
  const local = voices.filter(({ localService }) => localService)
  const speaksLanguage = (voice: Voice) => voice.lang.slice(0, 2).toLowerCase() === language.slice(0, 2).toLowerCase()
  return (
    local.find((voice) => voice.default && speaksLanguage(voice)) ??
    local.find(speaksLanguage) ??
    local.find((voice) => voice.default) ??
    local[0] ??
    null
  )
}

/** The sentences of a text; lines are never joined, as code and lists have no full stops. */
export function splitSentences(text: string, language: string): readonly string[] {
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
export function speakSentences<Voice>(
  speech: Pick<SpeechEngine<Voice>, 'speak' | 'stopSpeaking'>,
  voice: Voice,
  sentences: readonly string[],
  onEnd: (outcome: 'finished' | 'failed') => void,
): () => void {
  let isActive = true
  const speakNext = (index: number) => {
    const sentence = sentences[index]
    if (sentence === undefined) return onEnd('finished')
    speech.speak(sentence, voice, (outcome) => {
      if (!isActive) return
      if (outcome === 'failed') onEnd('failed')
      else speakNext(index + 1)
    })
  }
  speakNext(0)
  return () => {
    isActive = false
    speech.stopSpeaking()
  }
}
