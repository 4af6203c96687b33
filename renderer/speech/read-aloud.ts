// Reading an answer aloud in the window: which one, and when it ends by itself. What can be heard is speech.ts's business.

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
  watchConversation((conversation) => {
    const spokenAnswerId = getSpokenAnswerId()
    if (spokenAnswerId !== null && !getShownMessages(conversation).some(({ id }) => id === spokenAnswerId)) stopReading()
  })
}

function updateCanSpeak(): void {
  setCanSpeak(findLocalVoice(speechEngine.voices(), getLanguage()) !== null)
}

/** Reads an answer from its beginning; another one that is being read ends. */
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
  if (outcome === 'failed') showToast(translate('chat.notRead'))
}
