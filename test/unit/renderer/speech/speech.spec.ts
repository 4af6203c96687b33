// Reading aloud: with which voice, in which pieces, and how it ends.

import { expect, test } from '@playwright/test'
import { localVoice, readSentences, sentencesOf, type SpeechVoice } from '../../../../renderer/speech/speech.ts'

const voice = (lang: string, localService: boolean, isDefault = false): SpeechVoice => ({ lang, localService, default: isDefault })

test('never takes a voice that sends the text away', () => {
  expect(localVoice([], 'en')).toBeNull()
  expect(localVoice([voice('en-US', false, true), voice('de-DE', false)], 'en')).toBeNull()
  const own = voice('de-DE', true)
  expect(localVoice([voice('en-US', false, true), own], 'en')).toBe(own)
})

test('takes the system’s choice where it speaks the language, or else one that does', () => {
  const [german, english, chosen] = [voice('de-DE', true, true), voice('en_GB', true), voice('en-US', true, true)]
  expect(localVoice([german, english], 'en')).toBe(english)
  expect(localVoice([english, chosen], 'en')).toBe(chosen)
  expect(localVoice([voice('fr-FR', true), german], 'en')).toBe(german)
})

test('reads sentences and lines, and nothing that has no words', () => {
  expect(sentencesOf('It is 3.5 m deep. Is it?\n\nlet x = 1\n—\nYes!', 'en')).toEqual(['It is 3.5 m deep.', 'Is it?', 'let x = 1', 'Yes!'])
})

/** A voice that says a sentence when it is told to. */
function createVoice() {
  const said: string[] = []
  let end: ((how: 'said' | 'failed') => void) | null = null
  let silenced = 0
  return {
    said,
    silenced: () => silenced,
    end: (how: 'said' | 'failed') => end?.(how),
    say(sentence: string, _voice: string, ended: (how: 'said' | 'failed') => void) {
      said.push(sentence)
      end = ended
    },
    silence() {
      silenced += 1
      // As browsers do: what is cut off is told as a failure.
      end?.('failed')
    },
  }
}

test('says one sentence after the other, and tells its end once', () => {
  const speaking = createVoice()
  const ends: string[] = []
  readSentences(speaking, 'v', ['one', 'two'], (how) => ends.push(how))
  expect(speaking.said).toEqual(['one'])
  speaking.end('said')
  expect([speaking.said, ends]).toEqual([['one', 'two'], []])
  speaking.end('said')
  expect(ends).toEqual(['said'])
})

test('ends where a sentence cannot be said', () => {
  const speaking = createVoice()
  const ends: string[] = []
  readSentences(speaking, 'v', ['one', 'two'], (how) => ends.push(how))
  speaking.end('failed')
  expect([speaking.said, ends]).toEqual([['one'], ['failed']])
})

test('is silent when it is told to be, and says nothing of it', () => {
  const speaking = createVoice()
  const ends: string[] = []
  const silence = readSentences(speaking, 'v', ['one', 'two'], (how) => ends.push(how))
  silence()
  speaking.end('said')
  expect([speaking.said, speaking.silenced(), ends]).toEqual([['one'], 1, []])
})
