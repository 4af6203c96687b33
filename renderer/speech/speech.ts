// Reads a text aloud, sentence by sentence, with a voice of this computer. Hides that browsers cut off long texts and report a canceled
// sentence as failed. Pure: the speech engine is a parameter.

/** The part of the browser's speech synthesis that is used. */
export interface SpeechEngine<Voice> {
  readonly voices: () => readonly Voice[]
  /** Speaks one sentence; calls back once, when it has ended or failed. */
  readonly speak: (sentence: string, voice: Voice, onEnd: (outcome: 'finished' | 'failed') => void) => void
  readonly stopSpeaking: () => void
}

export interface SpeechVoice {
  readonly lang: string
  /** False for a voice that sends its text to a server. */
  readonly localService: boolean
  readonly default: boolean
}

/** Chooses a local voice, preferably of this language, and of those the system's default. Null if there is no local voice. */
export function findLocalVoice<Voice extends SpeechVoice>(voices: readonly Voice[], language: string): Voice | null {
  // SECURITY: a voice of a network service sends the text to that service.
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

/** Splits a text into sentences. Lines are never joined, because code and lists have no full stops. */
export function splitSentences(text: string, language: string): readonly string[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' })
  return text
    .split('\n')
    .flatMap((line) => [...segmenter.segment(line)].map(({ segment }) => segment.trim()))
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))
}

/**
 * Speaks the sentences one after the other. `onEnd` is called once, when all were spoken or one failed. The returned function stops
 * speaking; `onEnd` is not called after that.
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
