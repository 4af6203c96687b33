// Where Node keeps what it made of our TypeScript. To make it anew is two thirds of what a short program of a spec costs.

import { join } from 'node:path'

/** For the environment of a program that a spec starts. */
export const compileCacheEnvironment = { NODE_COMPILE_CACHE: join(import.meta.dirname, '../../node_modules/.cache/compiled') }
