// Detects the system and processor of a native file by its header. Hides the three formats of executables.

/** As Node names them: `process.platform` and `process.arch`. */
export interface Machine {
  readonly platform: 'linux' | 'win32' | 'darwin'
  readonly arch: 'x64' | 'arm64'
}

export const getMachineName = (machine: Machine): string => `${machine.platform}-${machine.arch}`

type ProcessorCodes = Readonly<Record<number, Machine['arch']>>

// Processor codes: e_machine of ELF, Machine of PE, cputype of Mach-O.
const elf: ProcessorCodes = { 0x3e: 'x64', 0xb7: 'arm64' }
const portableExecutable: ProcessorCodes = { 0x8664: 'x64', 0xaa64: 'arm64' }
const machO: ProcessorCodes = { 0x0100_0007: 'x64', 0x0100_000c: 'arm64' }

/** Null when the bytes are not a native file, or one for a processor that Parley does not support. */
export function detectMachine(bytes: Buffer): Machine | null {
  if (bytes.length < 64) return null
  if (bytes.readUInt32BE(0) === 0x7f45_4c46) return toMachine('linux', elf[bytes.readUInt16LE(18)])
  if (bytes.readUInt32LE(0) === 0xfeed_facf) return toMachine('darwin', machO[bytes.readUInt32LE(4)])
  if (bytes.toString('latin1', 0, 2) !== 'MZ') return null
  const header = bytes.readUInt32LE(0x3c)
  if (header + 6 > bytes.length || bytes.toString('latin1', header, header + 4) !== 'PE\0\0') return null
  return toMachine('win32', portableExecutable[bytes.readUInt16LE(header + 4)])
}

function toMachine(platform: Machine['platform'], arch: Machine['arch'] | undefined): Machine | null {
  return arch === undefined ? null : { platform, arch }
}
