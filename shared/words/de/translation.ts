// All words of the chat window in German, loaded when German is chosen.

import { chat, find, secret } from './chat.ts'
import { compare } from './compare.ts'
import { palette, shortcuts } from './commands.ts'
import { failure, failures } from './failures.ts'
import { history } from './history.ts'
import { keyWindow } from './key-window.ts'
import { key } from './keys.ts'
import { models } from './models.ts'
import { notice } from './notices.ts'
import { servers } from './servers.ts'
import { backups, report, settings } from './settings.ts'
import { instructions, style } from './style.ts'
import { system } from './system.ts'
import { tasks } from './tasks.ts'
import type { Words } from '../words.ts'

export const translation: Words = {
  failures,
  failure,
  notice,
  key,
  chat,
  compare,
  find,
  secret,
  models,
  history,
  servers,
  backups,
  settings,
  report,
  keyWindow,
  tasks,
  style,
  instructions,
  palette,
  shortcuts,
  system,
}
