// Reads an answer aloud: which one, and when reading ends by itself. speech.ts chooses the voice and speaks the sentences.

import { tasks } from '../../shared/tasks.ts'
import type { Answer } from '../../shared/types/messages.ts'
import { getLanguage, translate } from '../i18n/i18n.ts'
import { getShownMessages } from '../state/comparison.ts'
import { watchConversation } from '../state/conversation.ts'
import { getSpokenAnswerId, setCanSpeak, setSpokenAnswer } from '../state/speech.ts'
import { showToast } from '../state/toasts.ts'
import { findLocalVoice, speakSentences, splitSentences, type SpeechEngine } from './speech.ts'

let stopSpeaking: (() => void) | null = null

const speechEngine: SpeechEngine<SpeechSynthesisVoice> = {
  voices: () => window.speechSynthesis.getVoices(),
  speak(sentence, voice, onEnd) {
    const utterance = new SpeechSynthesisUtterance(sentence)
    // SECURITY: without a voice the browser would take any, even one that sends the text to a server.
    utterance.voice = voice
    utterance.lang = voice.lang
    utterance.addEventListener('end', () => onEnd('finished'))
    utterance.addEventListener('error', () => onEnd('failed'))
    window.speechSynthesis.speak(utterance)
  },
  stopSpeaking: () => window.speechSynthesis.cancel(),
}

/** Updates whether reading aloud is possible when the voices change, and stops reading when its answer is no longer shown. */
export function watchVoices(): void {
  updateCanSpeak()
  // Browsers load the system's voices some time after their start.
  window.speechSynthesis.addEventListener('voiceschanged', updateCanSpeak)
  watchConversation((conversation) => {
    const spokenAnswerId = getSpokenAnswerId()
    if (spokenAnswerId !== null && !getShownMessages(conversation).some(({ id }) => id === spokenAnswerId)) stopReading()
  })
}

function updateCanSpeak(): void {
  setCanSpeak(findLocalVoice(speechEngine.voices(), getLanguage()) !== null)
}

/** Reads an answer from its start, and stops any other. */
export async function readAloud({ id, text, task }: Answer): Promise<void> {
  stopReading()
  setSpokenAnswer(id)
  const { toPlainText } = await import('../markdown/plain-text.ts')
  const voice = findLocalVoice(speechEngine.voices(), getLanguage())
  if (getSpokenAnswerId() !== id) return
  if (voice === null) return onReadingEnd('failed')
  const sentences = splitSentences(tasks[task].answerFormat === 'markdown' ? toPlainText(text, 'reading') : text, getLanguage())
  stopSpeaking = speakSentences(speechEngine, voice, sentences, onReadingEnd)
}

export function stopReading(): void {
  stopSpeaking?.()
  stopSpeaking = null
  setSpokenAnswer(null)
}

function onReadingEnd(outcome: 'finished' | 'failed'): void {
  stopSpeaking = null
  setSpokenAnswer(null)
  if (outcome === 'failed') showToast(translate('chat.readAloudFailed'))
}
