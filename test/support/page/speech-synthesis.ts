// Voices for a page whose browser has none: what reads answers aloud can then be heard by a spec. Hides the browser's own speech.

import type { Page } from '@playwright/test'

interface SpokenText {
  readonly sentences: readonly string[]
  readonly isCancelled: boolean
}

interface FakeVoices {
  readonly heard: () => Promise<SpokenText>
  readonly endSentence: () => Promise<void>
}

/** Gives the page voices, one of which sends what it says away, and notes what they are to say. `endSentence` ends the one that is said. */
export async function installVoices(chat: Page): Promise<FakeVoices> {
  await chat.evaluate(() => {
    const heard = { sentences: [] as string[], isCancelled: false }
    let last: EventTarget | null = null
    const remoteVoice = { name: 'away', lang: 'en-US', localService: false, default: true }
    const localVoice = { name: 'here', lang: 'en-GB', localService: true, default: false }
    class Utterance extends EventTarget {
      voice: unknown = null
      readonly text: string
      constructor(text: string) {
        super()
        this.text = text
      }
    }
    const speechSynthesis = Object.assign(new EventTarget(), {
      getVoices: () => [remoteVoice, localVoice],
      speak(utterance: Utterance) {
        if (utterance.voice !== localVoice) throw new Error('The text would be sent away')
        heard.sentences.push(utterance.text)
        last = utterance
      },
      cancel() {
        heard.isCancelled = true
      },
    })
    const before = window.speechSynthesis
    Object.defineProperty(window, 'speechSynthesis', { value: speechSynthesis, configurable: true })
    Object.defineProperty(window, 'SpeechSynthesisUtterance', { value: Utterance, configurable: true })
    Object.assign(window, { heard, endSentence: () => last?.dispatchEvent(new Event('end')) })
    before.dispatchEvent(new Event('voiceschanged'))
  })
  return {
    heard: () => chat.evaluate(() => Reflect.get(window, 'heard')),
    endSentence: () => chat.evaluate(() => void Reflect.get(window, 'endSentence')()),
  }
}
