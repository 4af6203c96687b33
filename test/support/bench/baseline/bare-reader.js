// The bare reader: the minimal work to read a streamed answer, without limits, saving or display. Node's fetch, TextDecoder, a split
// at blank lines, JSON.parse of every event, and concatenation of the text. Run as a process, it reads what its parent requests and
// reports the cost. Plain JavaScript, because the baseline app uses it too.

import process from 'node:process'

/**
 * @param {{ address: string, headers: Record<string, string>, body: string }} request
 * @param {(text: string) => void} onText called with every chunk of text
 * @returns {Promise<{ bytes: number, characters: number }>} of the stream and of the answer
 */
export async function readAnswer({ address, headers, body }, onText) {
  const response = await fetch(address, { method: 'POST', headers, body })
  if (!response.ok || response.body === null) throw new Error(`The server answered ${response.status}`)
  const decoder = new TextDecoder()
  let bytes = 0
  let buffer = ''
  let answer = ''
  for await (const chunk of response.body) {
    bytes += chunk.length
    const events = (buffer + decoder.decode(chunk, { stream: true })).split('\n\n')
    buffer = events.pop() ?? ''
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
