// Reading aloud: the choice of a voice, splitting into sentences, and how it ends.

import { expect, test } from '@playwright/test'
import { findLocalVoice, speakSentences, splitSentences, type SpeechVoice } from '../../../../renderer/speech/speech.ts'

const createSpeechVoice = (lang: string, localService: boolean, isDefault = false): SpeechVoice => ({
  lang,
  localService,
  default: isDefault,
})

test.describe('voice and sentences', () => {
  test('never uses a remote voice', () => {
    expect(findLocalVoice([], 'en')).toBeNull()
    expect(findLocalVoice([createSpeechVoice('en-US', false, true), createSpeechVoice('de-DE', false)], 'en')).toBeNull()
    const germanLocalVoice = createSpeechVoice('de-DE', true)
    expect(findLocalVoice([createSpeechVoice('en-US', false, true), germanLocalVoice], 'en')).toBe(germanLocalVoice)
  })

  test('prefers the default voice for the language, else another local one', () => {
    const [germanVoice, englishVoice, chosen] = [
      createSpeechVoice('de-DE', true, true),
      createSpeechVoice('en_GB', true),
      createSpeechVoice('en-US', true, true),
    ]
    expect(findLocalVoice([germanVoice, englishVoice], 'en')).toBe(englishVoice)
    expect(findLocalVoice([englishVoice, chosen], 'en')).toBe(chosen)
    expect(findLocalVoice([createSpeechVoice('fr-FR', true), germanVoice], 'en')).toBe(germanVoice)
  })

  test('splits into sentences and lines and skips parts without words', () => {
    expect(splitSentences('It is 3.5 m deep. Is it?\n\nlet x = 1\n—\nYes!', 'en')).toEqual([
      'It is 3.5 m deep.',
      'Is it?',
      'let x = 1',
      'Yes!',
    ])
  })
})

/** A speaker whose sentences end when the spec says so. */
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
      // Browsers report a cancelled sentence as failed.
      end?.('failed')
    },
  }
}

test.describe('speaking', () => {
  test('speaks the sentences in order and reports the end once', () => {
    const fakeSpeaker = createFakeSpeaker()
    const endReasons: string[] = []
    speakSentences(fakeSpeaker, 'v', ['one', 'two'], (outcome) => endReasons.push(outcome))
    expect(fakeSpeaker.spokenSentences).toEqual(['one'])
    fakeSpeaker.end('finished')
    expect([fakeSpeaker.spokenSentences, endReasons]).toEqual([['one', 'two'], []])
    fakeSpeaker.end('finished')
    expect(endReasons).toEqual(['finished'])
  })

  test('ends when a sentence cannot be spoken', () => {
    const fakeSpeaker = createFakeSpeaker()
    const endReasons: string[] = []
    speakSentences(fakeSpeaker, 'v', ['one', 'two'], (outcome) => endReasons.push(outcome))
    fakeSpeaker.end('failed')
    expect([fakeSpeaker.spokenSentences, endReasons]).toEqual([['one'], ['failed']])
  })

  test('stops on request without reporting an end', () => {
    const fakeSpeaker = createFakeSpeaker()
    const endReasons: string[] = []
    const silence = speakSentences(fakeSpeaker, 'v', ['one', 'two'], (outcome) => endReasons.push(outcome))
    silence()
    fakeSpeaker.end('finished')
    expect([fakeSpeaker.spokenSentences, fakeSpeaker.cancelCount(), endReasons]).toEqual([['one'], 1, []])
  })
})
