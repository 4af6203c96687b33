// Files for specs, made by hand: PDF, Word and Excel as small as they can be, and those that somebody means harm with.

import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipPart {
  readonly name: string
  readonly bytes: string | Uint8Array
  /** What the zip says of its size, where that is a lie. */
  readonly declaredSize?: number
}

/** A zip of these parts, packed. */
export function createZip(parts: readonly ZipPart[]): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, bytes, declaredSize } of parts) {
    const content = Buffer.from(bytes)
    const compressed = deflateRawSync(content)
    const sharedHeader = Buffer.alloc(26)
    sharedHeader.writeUInt16LE(20, 0)
    sharedHeader.writeUInt16LE(8, 4)
    sharedHeader.writeUInt32LE(crc32(content), 10)
    sharedHeader.writeUInt32LE(compressed.length, 14)
    sharedHeader.writeUInt32LE(declaredSize ?? content.length, 18)
    sharedHeader.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), sharedHeader, Buffer.from(name), compressed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    central.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), sharedHeader, rest, Buffer.from(name)]))
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4)
  end.writeUInt16LE(parts.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...locals, directory, Buffer.from('PK\u0005\u0006'), end])
}

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const spreadsheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const types = 'http://schemas.openxmlformats.org/package/2006/content-types'

/** A Word document of these paragraphs, given as XML is written. */
export function createWordDocument(paragraphs: readonly string[], extra: readonly ZipPart[] = [], doctype = ''): Buffer {
  const body = paragraphs.map((text) => `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`).join('')
  return createZip([
    {
      name: '[Content_Types].xml',
      bytes: `${xml}<Types xmlns="${types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`,
    },
    {
      name: '_rels/.rels',
      bytes: `${xml}<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/officeDocument" Target="word/document.xml"/></Relationships>`,
    },
    { name: 'word/document.xml', bytes: `${xml}${doctype}<w:document xmlns:w="${word}"><w:body>${body}</w:body></w:document>` },
    ...extra,
  ])
}

/** A workbook of one cell's XML for each cell, by the names of its sheets. */
export function createWorkbook(sheets: Readonly<Record<string, readonly (readonly string[])[]>>): Buffer {
  const names = Object.keys(sheets)
  return createZip([
    { name: '[Content_Types].xml', bytes: `${xml}<Types xmlns="${types}"/>` },
    {
      name: 'xl/workbook.xml',
      bytes: `${xml}<workbook xmlns="${spreadsheet}" xmlns:r="${office}"><sheets>${names.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="r${index + 1}"/>`).join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      bytes: `${xml}<Relationships xmlns="${relations}">${names.map((_name, index) => `<Relationship Id="r${index + 1}" Type="${office}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`).join('')}<Relationship Id="rs" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    },
    {
      name: 'xl/styles.xml',
      // Style 1 is a date.
      bytes: `${xml}<styleSheet xmlns="${spreadsheet}"><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" xfId="0"/><xf numFmtId="14" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    },
    ...Object.values(sheets).map((rows, index) => ({
      name: `xl/worksheets/sheet${index + 1}.xml`,
      bytes: `${xml}<worksheet xmlns="${spreadsheet}"><sheetData>${rows.map((cells, row) => `<row r="${row + 1}">${cells.map((cell, column) => cell.replace('<c', `<c r="${String.fromCharCode(65 + column)}${row + 1}"`)).join('')}</row>`).join('')}</sheetData></worksheet>`,
    })),
  ])
}

/** A cell with a text. */
export function createTextCell(text: string): string {
  return `<c t="inlineStr"><is><t>${text}</t></is></c>`
}

/** A PDF with a line of text on each page. */
export function createPdf(lines: readonly string[], trailer = ''): Buffer {
  const kids = lines.map((_line, index) => `${4 + index * 2} 0 R`).join(' ')
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${lines.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...lines.flatMap((line, index) => {
      const pageContent = line === '' ? '' : `BT /F1 12 Tf 72 720 Td (${line}) Tj ET`
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + index * 2} 0 R >>`,
        `<< /Length ${pageContent.length} >>\nstream\n${pageContent}\nendstream`,
      ]
    }),
  ]
  let text = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const at = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  return Buffer.from(
    `${text}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${text.length}\n%%EOF\n`,
    'latin1',
  )
}

/** A PDF that asks for a password: what it says of its keys fits none that is empty. */
export function createEncryptedPdf(): Buffer {
  const secret = 'a'.repeat(64)
  return createPdf(
    ['Nobody reads this.'],
    `/ID [<${secret.slice(32)}> <${secret.slice(32)}>] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <${secret}> /U <${secret}> >>`,
  )
}

/** As Word and Excel keep a file with a password, or one from before 2007. */
export function createOleFile(storedText = ''): Buffer {
  return Buffer.concat([
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    Buffer.alloc(504),
    Buffer.from(storedText, 'utf16le'),
  ])
}
