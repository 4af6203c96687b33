// Reading an answer aloud in the window: which one, and when it ends by itself. What can be heard is speech.ts's business.

import { tasks } from '../../shared/tasks.ts'
import type { Answer } from '../../shared/types/messages.ts'
import { getLanguage, translate } from '../i18n/i18n.ts'
import { setState, getState, useStore } from '../state/store.ts'
import { showToast } from '../state/toast.ts'
import { getShownMessages } from '../state/comparison.ts'
import { findLocalVoice, speakSentences, splitSentences, type SpeechEngine } from './speech.ts'

let stopSpeaking: (() => void) | null = null

const speechEngine: SpeechEngine<SpeechSynthesisVoice> = {
  voices: () => window.speechSynthesis.getVoices(),
  speak(sentence, voice, onEnd) {
    const utterance = new SpeechSynthesisUtterance(sentence)
    // SECURITY: without one the browser would take any voice, also one that sends the text away.
    utterance.voice = voice
    utterance.lang = voice.lang
    utterance.addEventListener('end', () => onEnd('finished'))
    utterance.addEventListener('error', () => onEnd('failed'))
    window.speechSynthesis.speak(utterance)
  },
  stopSpeaking: () => window.speechSynthesis.cancel(),
}

/** Follows which voices there are, and what is on screen, from now on: nothing is read that is not shown. */
export function watchVoices(): void {
  updateCanSpeak()
  // Browsers find the system's voices some time after their start.
  window.speechSynthesis.addEventListener('voiceschanged', updateCanSpeak)
  useStore.subscribe(({ conversation, spokenAnswerId }, previous) => {
    if (spokenAnswerId === null || conversation === previous.conversation) return
    if (!getShownMessages(conversation).some(({ id }) => id === spokenAnswerId)) stopReading()
  })
}

function updateCanSpeak(): void {
  setState({ canSpeak: findLocalVoice(speechEngine.voices(), getLanguage()) !== null })
}

/** Reads an answer from its beginning; another one that is being read ends. */
export async function readAloud({ id, text, task }: Answer): Promise<void> {
  stopReading()
  setState({ spokenAnswerId: id })
  const { toPlainText } = await import('../markdown/plain-text.ts')
  const voice = findLocalVoice(speechEngine.voices(), getLanguage())
  if (getState().spokenAnswerId !== id) return
  if (voice === null) return onReadingEnd('failed')
  const sentences = splitSentences(tasks[task].answerFormat === 'markdown' ? toPlainText(text, 'reading') : text, getLanguage())
  stopSpeaking = speakSentences(speechEngine, voice, sentences, onReadingEnd)
}

export function stopReading(): void {
  stopSpeaking?.()
  stopSpeaking = null
  setState({ spokenAnswerId: null })
}

function onReadingEnd(outcome: 'finished' | 'failed'): void {
  stopSpeaking = null
  setState({ spokenAnswerId: null })
  if (outcome === 'failed') showToast(translate('chat.notRead'))
}
