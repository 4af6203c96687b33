// Slice: which answer is being read aloud, and whether this computer has a voice for it.

import { createSlice } from './slice.ts'

interface SpeechState {
  readonly spokenAnswerId: string | null
  readonly canSpeak: boolean
}

const slice = createSlice<SpeechState>({ spokenAnswerId: null, canSpeak: false })

export const useSpeech = slice.use

export function getSpokenAnswerId(): string | null {
  return slice.get().spokenAnswerId
}

export function setSpokenAnswer(spokenAnswerId: string | null): void {
  slice.set({ spokenAnswerId })
}

export function setCanSpeak(canSpeak: boolean): void {
  slice.set({ canSpeak })
}
