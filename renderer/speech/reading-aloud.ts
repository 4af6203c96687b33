// Reading an answer aloud in the window: which one, and when it ends by itself. What can be heard is speech.ts's business.

import type { Answer } from '../../shared/types/conversations.ts'
import { language, say } from '../i18n/i18n.ts'
import { change, state, useWindow } from '../state/store.ts'
import { showToast } from '../state/toast.ts'
import { allShown } from '../state/comparison.ts'
import { localVoice, readSentences, sentencesOf, type Speech } from './speech.ts'

let silence: (() => void) | null = null

const speech: Speech<SpeechSynthesisVoice> = {
  voices: () => window.speechSynthesis.getVoices(),
  say(sentence, voice, ended) {
    const utterance = new SpeechSynthesisUtterance(sentence)
    // SECURITY: without one the browser would take any voice, also one that sends the text away.
    utterance.voice = voice
    utterance.lang = voice.lang
    utterance.addEventListener('end', () => ended('said'))
    utterance.addEventListener('error', () => ended('failed'))
    window.speechSynthesis.speak(utterance)
  },
  silence: () => window.speechSynthesis.cancel(),
}

/** Follows which voices there are, and what is on screen, from now on: nothing is read that is not shown. */
export function watchVoices(): void {
  look()
  // Browsers find the system's voices some time after their start.
  window.speechSynthesis.addEventListener('voiceschanged', look)
  useWindow.subscribe(({ conversation, spoken }, before) => {
    if (spoken === null || conversation === before.conversation) return
    if (!allShown(conversation).some(({ id }) => id === spoken)) stopReading()
  })
}

function look(): void {
  change({ canSpeak: localVoice(speech.voices(), language()) !== null })
}

/** Reads an answer from its beginning; another one that is being read ends. */
export async function readAloud({ id, text, task }: Answer): Promise<void> {
  stopReading()
  change({ spoken: id })
  const { plainText } = await import('../markdown/plain-text.ts')
  const voice = localVoice(speech.voices(), language())
  if (state().spoken !== id) return
  if (voice === null) return end('failed')
  const sentences = sentencesOf(task === 'continue' ? text : plainText(text, 'reading'), language())
  silence = readSentences(speech, voice, sentences, end)
}

export function stopReading(): void {
  silence?.()
  silence = null
  change({ spoken: null })
}

function end(how: 'said' | 'failed'): void {
  silence = null
  change({ spoken: null })
  if (how === 'failed') showToast(say('chat.notRead'))
}
