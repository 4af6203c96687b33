// Files turned into text, each in a process of its own: what comes out, and the sentence that each harmful file ends in.

import { expect, test } from '@playwright/test'
import { createAttachments, type Attachments } from '../../../../electron/attachments/attachments.ts'
import { utilityProcess } from '../../../stand-ins/electron/utility-process.ts'
import { lockedPdf, madePdf, madeWord, madeWorkbook, madeZip, oldOffice, textCell } from '../../../support/data/made-files.ts'

const program = new URL('../../../../electron/attachments/file-process.ts', import.meta.url).pathname
const started: number[] = []

function reader(limits?: { readonly ms: number; readonly heapMegabytes: number }): Attachments {
  const parts = {
    program,
    fork: (...given: Parameters<typeof utilityProcess.fork>) => {
      const child = utilityProcess.fork(...given)
      started.push(child.pid ?? 0)
      return child
    },
    log: { warn: () => undefined },
  }
  return createAttachments(parts, limits)
}

const read = (bytes: Uint8Array) => reader().read(bytes)
const refusal = (code: string) => ({ ok: false, failure: { code } })

test('a PDF is its text, with the end of each page', async () => {
  expect(await read(madePdf(['The first page.', 'The second page.']))).toEqual({ ok: true, value: 'The first page.\fThe second page.\f' })
})

test('a Word document is its paragraphs', async () => {
  expect(await read(madeWord(['Dear Ms Grün,', 'salt &amp; sea']))).toEqual({ ok: true, value: 'Dear Ms Grün,\n\nsalt & sea' })
})

test('a workbook is a table, and several are tables under their names; dates are dates', async () => {
  const rows = [
    [textCell('Name'), textCell('Born')],
    [textCell('Ada, the first'), '<c s="1"><v>45000</v></c>'],
    [textCell('Odd'), '<c><v>1.5</v></c>'],
  ]
  const csv = 'Name,Born\n"Ada, the first",2023-03-15\nOdd,1.5'
  expect(await read(madeWorkbook({ People: rows }))).toEqual({ ok: true, value: csv })
  expect(await read(madeWorkbook({ People: rows, Empty: [], Sums: [['<c><v>3</v></c>']] }))).toEqual({
    ok: true,
    value: `# People\n${csv}\n\n# Sums\n3`,
  })
})

test('a process that cannot be started costs one file its reading, and not the next', async () => {
  let starts = 0
  const parts = {
    program,
    fork: (...given: Parameters<typeof utilityProcess.fork>) => {
      starts += 1
      if (starts === 1) throw new Error('no process')
      return utilityProcess.fork(...given)
    },
    log: { warn: () => undefined },
  }
  const attachments = createAttachments(parts)
  await expect(attachments.read(madeWord(['one']))).rejects.toThrow('no process')
  expect(await attachments.read(madeWord(['two']))).toEqual({ ok: true, value: 'two' })
})

test('a PDF of 2,000 pages is not read', async () => {
  expect(await read(madePdf(Array.from({ length: 2_000 }, (_, page) => `Page ${page}`)))).toMatchObject(refusal('file-too-many-pages'))
})

test('a PDF of a thousand pages is', async () => {
  const reply = await read(madePdf(Array.from({ length: 1_000 }, (_, page) => `Page ${page}`)))
  expect(reply.ok && reply.value.split('\f').length).toBe(1_001)
})

test('what has a password is said to have one', async () => {
  expect(await read(lockedPdf())).toMatchObject(refusal('file-locked'))
  expect(await read(oldOffice('EncryptedPackage'))).toMatchObject(refusal('file-locked'))
})

test('a scan, an empty document and an empty workbook are said to hold no text', async () => {
  for (const bytes of [madePdf(['', '']), madeWord(['']), madeWorkbook({ Empty: [] })])
    expect(await read(bytes)).toMatchObject(refusal('file-has-no-text'))
})

test('other kinds of files are not taken for what they are not', async () => {
  expect(await read(oldOffice())).toMatchObject(refusal('file-kind-unknown'))
  expect(await read(madeZip([{ name: 'readme.txt', bytes: 'A zip of something else.' }]))).toMatchObject(refusal('file-kind-unknown'))
})

test('files that were cut off, or are noise behind their first bytes, are said to be broken', async () => {
  const documents = [madeWord(['Whole']), madeWorkbook({ Sheet: [[textCell('Whole')]] })]
  for (const whole of documents) expect(await read(whole.subarray(0, whole.length / 2))).toMatchObject(refusal('file-broken'))
  expect(await read(Buffer.from(`%PDF-1.7\n${'noise '.repeat(1_000)}`))).toMatchObject(refusal('file-broken'))
})

test('a zip that grows beyond all bounds is not unpacked to its end, whatever it says of its size', async () => {
  const zeros = Buffer.alloc(200 * 1024 * 1024)
  expect(await read(madeWord(['Bomb'], [{ name: 'word/media.xml', bytes: zeros }]))).toMatchObject(refusal('file-too-large'))
  const reply = await read(madeWord(['Bomb'], [{ name: 'word/media.xml', bytes: zeros, claimedSize: 10 }]))
  expect(reply.ok).toBe(false)
})

test('entities of XML are neither multiplied nor fetched', async () => {
  const laughs = `<!DOCTYPE w:document [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, level) => {
    const [name, inner] = [String.fromCharCode(98 + level), String.fromCharCode(97 + level)]
    return `<!ENTITY ${name} "${`&${inner};`.repeat(10)}">`
  }).join('')}<!ENTITY file SYSTEM "file:///etc/passwd">]>`
  const reply = await read(madeWord(['before &u; &file; after'], [], laughs))
  expect(JSON.stringify(reply)).not.toContain('root:')
  expect(reply.ok ? reply.value.length : 0).toBeLessThan(1_000)
})

test('a file that takes too long is given up, with its process', async () => {
  const many = madePdf(Array.from({ length: 1_000 }, (_, page) => `Page ${page}`))
  expect(await reader({ ms: 50, heapMegabytes: 512 }).read(many)).toMatchObject(refusal('file-too-large'))
  await expect.poll(() => isRunning(started.at(-1) ?? 0)).toBe(false)
})

test('a file that takes too much memory ends its process and nothing else', async () => {
  const paragraphs = Array.from({ length: 100_000 }, (_, number) => `Paragraph ${number}`)
  const files = reader({ ms: 60_000, heapMegabytes: 60 })
  expect(await files.read(madeWord(paragraphs))).toMatchObject(refusal('file-too-large'))
  expect(await files.read(madeWord(['after it']))).toEqual({ ok: true, value: 'after it' })
})

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
