// Reading aloud: with which voice, in which pieces, and how it ends.

import { expect, test } from '@playwright/test'
import { findLocalVoice, speakSentences, splitSentences, type SpeechVoice } from '../../../../renderer/speech/speech.ts'

const createSpeechVoice = (lang: string, localService: boolean, isDefault = false): SpeechVoice => ({
  lang,
  localService,
  default: isDefault,
})

test('never takes a voice that sends the text away', () => {
  expect(findLocalVoice([], 'en')).toBeNull()
  expect(findLocalVoice([createSpeechVoice('en-US', false, true), createSpeechVoice('de-DE', false)], 'en')).toBeNull()
  const germanLocalVoice = createSpeechVoice('de-DE', true)
  expect(findLocalVoice([createSpeechVoice('en-US', false, true), germanLocalVoice], 'en')).toBe(germanLocalVoice)
})

test('takes the system’s choice where it speaks the language, or else one that does', () => {
  const [germanVoice, englishVoice, chosen] = [
    createSpeechVoice('de-DE', true, true),
    createSpeechVoice('en_GB', true),
    createSpeechVoice('en-US', true, true),
  ]
  expect(findLocalVoice([germanVoice, englishVoice], 'en')).toBe(englishVoice)
  expect(findLocalVoice([englishVoice, chosen], 'en')).toBe(chosen)
  expect(findLocalVoice([createSpeechVoice('fr-FR', true), germanVoice], 'en')).toBe(germanVoice)
})

test('reads sentences and lines, and nothing that has no words', () => {
  expect(splitSentences('It is 3.5 m deep. Is it?\n\nlet x = 1\n—\nYes!', 'en')).toEqual([
    'It is 3.5 m deep.',
    'Is it?',
    'let x = 1',
    'Yes!',
  ])
})

/** A voice that says a sentence when it is told to. */
function createFakeSpeaker() {
  const spokenSentences: string[] = []
  let end: ((outcome: 'finished' | 'failed') => void) | null = null
  let cancelCount = 0
  return {
    spokenSentences,
    cancelCount: () => cancelCount,
    end: (outcome: 'finished' | 'failed') => end?.(outcome),
    speak(sentence: string, _voice: string, ended: (outcome: 'finished' | 'failed') => void) {
      spokenSentences.push(sentence)
      end = ended
    },
    stopSpeaking() {
      cancelCount += 1
      // As browsers do: what is cut off is told as a failure.
      end?.('failed')
    },
  }
}

test('says one sentence after the other, and tells its end once', () => {
  const fakeSpeaker = createFakeSpeaker()
  const endReasons: string[] = []
  speakSentences(fakeSpeaker, 'v', ['one', 'two'], (outcome) => endReasons.push(outcome))
  expect(fakeSpeaker.spokenSentences).toEqual(['one'])
  fakeSpeaker.end('finished')
  expect([fakeSpeaker.spokenSentences, endReasons]).toEqual([['one', 'two'], []])
  fakeSpeaker.end('finished')
  expect(endReasons).toEqual(['finished'])
})

test('ends where a sentence cannot be said', () => {
  const fakeSpeaker = createFakeSpeaker()
  const endReasons: string[] = []
  speakSentences(fakeSpeaker, 'v', ['one', 'two'], (outcome) => endReasons.push(outcome))
  fakeSpeaker.end('failed')
  expect([fakeSpeaker.spokenSentences, endReasons]).toEqual([['one'], ['failed']])
})

test('is silent when it is told to be, and says nothing of it', () => {
  const fakeSpeaker = createFakeSpeaker()
  const endReasons: string[] = []
  const silence = speakSentences(fakeSpeaker, 'v', ['one', 'two'], (outcome) => endReasons.push(outcome))
  silence()
  fakeSpeaker.end('finished')
  expect([fakeSpeaker.spokenSentences, fakeSpeaker.cancelCount(), endReasons]).toEqual([['one'], 1, []])
})
