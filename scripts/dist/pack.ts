// Packs the built app with electron-builder: into installers, or, where there is no Electron, up to the point where an installer would
// be written. Hides electron-builder's own names for things and the placeholder for Electron.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Arch, build as runBuilder, LinuxPackager, Platform, type AfterPackContext, type Configuration } from 'electron-builder'
import electronPackage from 'electron/package.json' with { type: 'json' }
import { root } from '../build.ts'
import type { Machine } from './machine.ts'
import { redirectBuilderLog } from './configuration.ts'

export interface PackedApp {
  readonly machine: Machine
  /** The folder that holds app.asar. */
  readonly resources: string
  /** The program, which carries the fuses. */
  readonly program: string
}

export interface PackedAppWithoutElectron extends PackedApp {
  /** The text of the desktop file of each kind of installer. */
  readonly desktopFiles: readonly string[]
}

/** Makes every installer that electron-builder.yml names for the system this runs on. Fetches Electron and the installers' tools. */
export async function buildInstallers(): Promise<{ readonly files: readonly string[]; readonly packed: readonly PackedApp[] }> {
  redirectBuilderLog('error stream')
  const packed: PackedApp[] = []
  const files = await runBuilder({
    projectDir: root,
    publish: 'never',
    config: { afterPack: (context) => void packed.push(toPackedApp(context)) },
  })
  return { files, packed }
}

/** Packs for Linux into `folder`, which must be empty. About five seconds. */
export async function packWithoutElectron(folder: string, arch: Machine['arch']): Promise<PackedAppWithoutElectron> {
  redirectBuilderLog('nowhere')
  const electron = join(folder, 'electron')
  writePlaceholder(electron)
  const packed: PackedApp[] = []
  const desktopFiles: string[] = []
  // Laid over electron-builder.yml, which electron-builder reads from the project's folder.
  const overlay: Configuration = {
    electronDist: electron,
    electronVersion: electronPackage.version,
    // Fuses are bits in Electron's own binary, which is not here.
    electronFuses: null,
    directories: { output: join(folder, 'out') },
    afterPack: (context) => void packed.push(toPackedApp(context)),
  }
  await runBuilder({
    projectDir: root,
    config: overlay,
    publish: 'never',
    targets: Platform.LINUX.createTarget(['deb', 'rpm', 'AppImage'], Arch[arch]),
    // Asked right before the tool runs that writes the installer, and that would have to be fetched; true leaves that step out.
    effectiveOptionComputed: async (options: unknown) => {
      desktopFiles.push(readDesktopFile(options))
      return true
    },
  })
  const [packedApp] = packed
  if (packedApp === undefined) throw new Error('electron-builder packed nothing')
  return { ...packedApp, desktopFiles }
}

function toPackedApp({ appOutDir, arch, electronPlatformName, packager }: AfterPackContext): PackedApp {
  const platform = (['linux', 'win32', 'darwin'] as const).find((name) => name === electronPlatformName)
  const processor = (['x64', 'arm64'] as const).find((name) => name === Arch[arch])
  if (platform === undefined || processor === undefined) throw new Error(`Packed for an unknown machine: ${electronPlatformName} ${arch}`)
  const { productFilename } = packager.appInfo
  const program = {
    linux: packager instanceof LinuxPackager ? packager.executableName : '',
    win32: `${productFilename}.exe`,
    darwin: `${productFilename}.app`,
  }
  return {
    machine: { platform, arch: processor },
    resources: packager.getResourcesDir(appOutDir),
    program: join(appOutDir, program[platform]),
  }
}

/** deb and rpm show the arguments of their tool and the path of the desktop file; AppImage shows its text. */
function readDesktopFile(options: unknown): string {
  if (Array.isArray(options) && typeof options[1] === 'string') return readFileSync(options[1], 'utf8')
  if (typeof options === 'object' && options !== null && 'desktop' in options && typeof options.desktop === 'string') return options.desktop
  throw new Error('electron-builder shows its installers in another form than before')
}

/** The parts of Electron's folder that electron-builder asks for. */
function writePlaceholder(folder: string): void {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  mkdirSync(join(folder, 'locales'))
  for (const file of ['electron', 'LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak']) {
    writeFileSync(join(folder, file), 'A placeholder for Electron: this folder was packed to look at what else is in it.\n', {
      mode: 0o755,
    })
  }
}
