// Packs the built app with electron-builder: into installers, or, without Electron, up to the point where an installer would be
// written. Hides electron-builder's API and the placeholder for Electron.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Arch, build as runBuilder, LinuxPackager, Platform, type AfterPackContext, type Configuration } from 'electron-builder'
import electronPackage from 'electron/package.json' with { type: 'json' }
import { root } from '../build.ts'
import type { Machine } from './machine.ts'
import { languageConfiguration, redirectBuilderLog } from './configuration.ts'

export interface PackedApp {
  readonly machine: Machine
  /** The folder that contains app.asar. */
  readonly resources: string
  /** The program, which contains the fuses. */
  readonly program: string
}

export interface PackedAppWithoutElectron extends PackedApp {
  /** The text of the desktop file of each kind of installer. */
  readonly desktopFiles: readonly string[]
}

/** Builds every installer that electron-builder.yml names for this system. Downloads Electron and the installer tools. */
export async function buildInstallers(): Promise<{ readonly files: readonly string[]; readonly packed: readonly PackedApp[] }> {
  redirectBuilderLog('stderr')
  const packed: PackedApp[] = []
  const files = await runBuilder({
    projectDir: root,
    publish: 'never',
    config: { ...languageConfiguration, afterPack: (context) => void packed.push(toPackedApp(context)) },
  })
  return { files, packed }
}

/** Packs for Linux into `folder`, which must be empty. About five seconds. */
export async function packWithoutElectron(folder: string, arch: Machine['arch']): Promise<PackedAppWithoutElectron> {
  redirectBuilderLog('none')
  const electron = join(folder, 'electron')
  writePlaceholder(electron)
  const packed: PackedApp[] = []
  const desktopFiles: string[] = []
  // Merged over electron-builder.yml, which electron-builder reads from the project's folder.
  const overlay: Configuration = {
    ...languageConfiguration,
    electronDist: electron,
    electronVersion: electronPackage.version,
    // Fuses are bits in Electron's binary, which is missing here.
    electronFuses: null,
    directories: { output: join(folder, 'out') },
    afterPack: (context) => void packed.push(toPackedApp(context)),
  }
  await runBuilder({
    projectDir: root,
    config: overlay,
    publish: 'never',
    targets: Platform.LINUX.createTarget(['deb', 'rpm', 'AppImage'], Arch[arch]),
    // Called right before the installer tool, which would have to be downloaded; returning true skips it.
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

/** For deb and rpm the options are the tool's arguments with the path of the desktop file; for AppImage they contain its text. */
function readDesktopFile(options: unknown): string {
  if (Array.isArray(options) && typeof options[1] === 'string') return readFileSync(options[1], 'utf8')
  if (typeof options === 'object' && options !== null && 'desktop' in options && typeof options.desktop === 'string') return options.desktop
  throw new Error('The options of electron-builder have an unknown format')
}

/** Writes the files of Electron's folder that electron-builder requires. */
function writePlaceholder(folder: string): void {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  mkdirSync(join(folder, 'locales'))
  for (const file of ['electron', 'LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak']) {
    writeFileSync(join(folder, file), 'A placeholder for Electron: this package was built only to be checked.\n', {
      mode: 0o755,
    })
  }
}
