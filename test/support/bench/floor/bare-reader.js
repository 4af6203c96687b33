// The bare reader: the least work that reads a streamed answer, with nothing bounded, saved or shown. Node's fetch, TextDecoder, a
// split at the empty lines, JSON.parse of every event, and the text of each put behind the last. Run by itself, it reads whatever
// its parent process asks for and tells what that took. Plain JavaScript, as the floor's window uses it too.

import process from 'node:process'

/**
 * @param {{ address: string, headers: Record<string, string>, body: string }} request
 * @param {(text: string) => void} onText hears every piece of text
 * @returns {Promise<{ bytes: number, characters: number }>} of the stream and of the answer
 */
export async function readAnswer({ address, headers, body }, onText) {
  const response = await fetch(address, { method: 'POST', headers, body })
  if (!response.ok || response.body === null) throw new Error(`The server answered ${response.status}`)
  const decoder = new TextDecoder()
  let bytes = 0
  let rest = ''
  let answer = ''
  for await (const chunk of response.body) {
    bytes += chunk.length
    const events = (rest + decoder.decode(chunk, { stream: true })).split('\n\n')
    rest = events.pop() ?? ''
    for (const event of events) {
      if (event === 'data: [DONE]') continue
      const text = JSON.parse(event.slice('data: '.length)).choices[0]?.delta.content ?? ''
      answer += text
      if (text !== '') onText(text)
    }
  }
  return { bytes, characters: answer.length }
}

if (import.meta.filename === process.argv[1]) process.on('message', (request) => void measure(request))

/** @param {Parameters<typeof readAnswer>[0]} request */
async function measure(request) {
  const before = process.cpuUsage()
  const read = await readAnswer(request, () => {})
  const endedAt = Date.now()
  const { user, system } = process.cpuUsage(before)
  process.send?.({ ...read, endedAt, processorMs: (user + system) / 1000 })
}
