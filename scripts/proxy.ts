// How this machine reaches the internet where that is not directly: by the variables that command-line programs have for it.

const names = ['HTTPS_PROXY', 'HTTP_PROXY', 'https_proxy', 'http_proxy'] as const
/** The browser of the stand-in is on this machine. */
const near = ['127.0.0.1', 'localhost']

/** This program's environment, in which Node takes the proxy that is named in it, if one is. */
export function environmentWithProxy(): Readonly<Record<string, string>> {
  const own = Object.fromEntries(Object.entries(process.env).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])))
  return { ...own, ...proxy() }
}

/** Only what is about the proxy and who may speak for it; empty without one. */
export function proxy(): Readonly<Record<string, string>> {
  const given = [...names, 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'].flatMap((name) => {
    const text = process.env[name] ?? ''
    return text === '' ? [] : [[name, text] as const]
  })
  if (!given.some(([name]) => /proxy/i.test(name))) return Object.fromEntries(given)
  const direct = [process.env['NO_PROXY'] ?? process.env['no_proxy'] ?? '', ...near].filter((host) => host !== '').join(',')
  return { ...Object.fromEntries(given), NODE_USE_ENV_PROXY: '1', NO_PROXY: direct, no_proxy: direct }
}
