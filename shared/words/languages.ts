// The languages of Parley, a line each: the code by which settings and pages name it, and its folder. See "A new language" in CONTRIBUTING.

export { language as en } from './en/language.ts'
export { language as de } from './de/language.ts'
