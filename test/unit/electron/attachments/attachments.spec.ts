// Extracting the text of files, each in a separate process: the text, and the failure of each unreadable or harmful file.

import { expect, test } from '@playwright/test'
import { createAttachments, type Attachments } from '../../../../electron/attachments/attachments.ts'
import { utilityProcess } from '../../../stand-ins/electron/utility-process.ts'
import {
  createEncryptedPdf,
  createPdf,
  createWordDocument,
  createWorkbook,
  createZip,
  createOleFile,
  createTextCell,
} from '../../../support/data/file-fixtures.ts'

const program = new URL('../../../../electron/attachments/file-process.ts', import.meta.url).pathname
const started: number[] = []

function createReader(limits?: { readonly timeoutMs: number; readonly maxHeapMegabytes: number }): Attachments {
  const parts = {
    modulePath: program,
    fork: (...forkArguments: Parameters<typeof utilityProcess.fork>) => {
      const child = utilityProcess.fork(...forkArguments)
      started.push(child.pid ?? 0)
      return child
    },
    log: { warn: () => undefined },
  }
  return createAttachments(parts, limits)
}

const readAttachment = (bytes: Uint8Array) => createReader().readText(bytes)
const failedWith = (code: string) => ({ ok: false, failure: { code } })

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test.describe('text of an attached file', () => {
  test('is that of a PDF, with a form feed after each page', async () => {
    expect(await readAttachment(createPdf(['The first page.', 'The second page.']))).toEqual({
      ok: true,
      value: 'The first page.\fThe second page.\f',
    })
  })

  test('is that of the paragraphs of a Word document', async () => {
    expect(await readAttachment(createWordDocument(['Dear Ms Grün,', 'salt &amp; sea']))).toEqual({
      ok: true,
      value: 'Dear Ms Grün,\n\nsalt & sea',
    })
  })

  test('is a table for each sheet of a workbook, with dates as dates', async () => {
    const rows = [
      [createTextCell('Name'), createTextCell('Born')],
      [createTextCell('Ada, the first'), '<c s="1"><v>45000</v></c>'],
      [createTextCell('Odd'), '<c><v>1.5</v></c>'],
    ]
    const csv = 'Name,Born\n"Ada, the first",2023-03-15\nOdd,1.5'
    expect(await readAttachment(createWorkbook({ People: rows }))).toEqual({ ok: true, value: csv })
    expect(await readAttachment(createWorkbook({ People: rows, Empty: [], Sums: [['<c><v>3</v></c>']] }))).toEqual({
      ok: true,
      value: `# People\n${csv}\n\n# Sums\n3`,
    })
  })

  test('is that of a PDF of 1,000 pages', async () => {
    const reply = await readAttachment(createPdf(Array.from({ length: 1_000 }, (_, page) => `Page ${page}`)))
    expect(reply.ok && reply.value.split('\f').length).toBe(1_001)
  })
})

test.describe('attached file', () => {
  test('is refused as a PDF of 2,000 pages', async () => {
    expect(await readAttachment(createPdf(Array.from({ length: 2_000 }, (_, page) => `Page ${page}`)))).toMatchObject(
      failedWith('file-too-many-pages'),
    )
  })

  test('is refused if it has a password', async () => {
    expect(await readAttachment(createEncryptedPdf())).toMatchObject(failedWith('file-locked'))
    expect(await readAttachment(createOleFile('EncryptedPackage'))).toMatchObject(failedWith('file-locked'))
  })

  test('is refused as a scan, an empty document or an empty workbook', async () => {
    for (const bytes of [createPdf(['', '']), createWordDocument(['']), createWorkbook({ Empty: [] })])
      expect(await readAttachment(bytes)).toMatchObject(failedWith('file-has-no-text'))
  })

  test('is refused if it is of another kind', async () => {
    expect(await readAttachment(createOleFile())).toMatchObject(failedWith('file-kind-unknown'))
    expect(await readAttachment(createZip([{ name: 'readme.txt', bytes: 'A zip of something else.' }]))).toMatchObject(
      failedWith('file-kind-unknown'),
    )
  })

  test('is refused if it is truncated, or noise after its first bytes', async () => {
    const documents = [createWordDocument(['Whole']), createWorkbook({ Sheet: [[createTextCell('Whole')]] })]
    for (const fullDocument of documents)
      expect(await readAttachment(fullDocument.subarray(0, fullDocument.length / 2))).toMatchObject(failedWith('file-broken'))
    expect(await readAttachment(Buffer.from(`%PDF-1.7\n${'noise '.repeat(1_000)}`))).toMatchObject(failedWith('file-broken'))
  })
})

test.describe('harmful file', () => {
  test('is not unpacked beyond the limit, whatever size it declares', async () => {
    const zeros = Buffer.alloc(200 * 1024 * 1024)
    expect(await readAttachment(createWordDocument(['Bomb'], [{ name: 'word/media.xml', bytes: zeros }]))).toMatchObject(
      failedWith('file-too-large'),
    )
    const reply = await readAttachment(createWordDocument(['Bomb'], [{ name: 'word/media.xml', bytes: zeros, declaredSize: 10 }]))
    expect(reply.ok).toBe(false)
  })

  test('has its XML entities neither multiplied nor fetched', async () => {
    const entityBomb = `<!DOCTYPE w:document [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, level) => {
      const [name, inner] = [String.fromCharCode(98 + level), String.fromCharCode(97 + level)]
      return `<!ENTITY ${name} "${`&${inner};`.repeat(10)}">`
    }).join('')}<!ENTITY file SYSTEM "file:///etc/passwd">]>`
    const reply = await readAttachment(createWordDocument(['before &u; &file; after'], [], entityBomb))
    expect(JSON.stringify(reply)).not.toContain('root:')
    expect(reply.ok ? reply.value.length : 0).toBeLessThan(1_000)
  })

  test('that takes too long is given up, and its process is killed', async () => {
    const manyPages = createPdf(Array.from({ length: 1_000 }, (_, page) => `Page ${page}`))
    expect(await createReader({ timeoutMs: 50, maxHeapMegabytes: 512 }).readText(manyPages)).toMatchObject(failedWith('file-too-large'))
    await expect.poll(() => isRunning(started.at(-1) ?? 0)).toBe(false)
  })

  test('that takes too much memory ends only its process', async () => {
    const paragraphs = Array.from({ length: 100_000 }, (_, number) => `Paragraph ${number}`)
    const files = createReader({ timeoutMs: 60_000, maxHeapMegabytes: 60 })
    expect(await files.readText(createWordDocument(paragraphs))).toMatchObject(failedWith('file-too-large'))
    expect(await files.readText(createWordDocument(['after it']))).toEqual({ ok: true, value: 'after it' })
  })
})

test.describe('file process', () => {
  test('fails one file when it cannot start, and reads the next one', async () => {
    let startCount = 0
    const parts = {
      modulePath: program,
      fork: (...forkArguments: Parameters<typeof utilityProcess.fork>) => {
        startCount += 1
        if (startCount === 1) throw new Error('no process')
        return utilityProcess.fork(...forkArguments)
      },
      log: { warn: () => undefined },
    }
    const attachments = createAttachments(parts)
    await expect(attachments.readText(createWordDocument(['one']))).rejects.toThrow('no process')
    expect(await attachments.readText(createWordDocument(['two']))).toEqual({ ok: true, value: 'two' })
  })
})
