// How this machine reaches the internet where that is not directly: by the variables that command-line programs have for it.

const proxyVariables = ['HTTPS_PROXY', 'HTTP_PROXY', 'https_proxy', 'http_proxy'] as const
/** The browser of the stand-in is on this machine. */
const localHosts = ['127.0.0.1', 'localhost']

/** This program's environment, in which Node takes the proxy that is named in it, if one is. */
export function environmentWithProxy(): Readonly<Record<string, string>> {
  const environment = Object.fromEntries(Object.entries(process.env).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])))
  return { ...environment, ...readProxyVariables() }
}

/** Only what is about the proxy and who may speak for it; empty without one. */
export function readProxyVariables(): Readonly<Record<string, string>> {
  const definedVariables = [...proxyVariables, 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'].flatMap((name) => {
    const text = process.env[name] ?? ''
    return text === '' ? [] : [[name, text] as const]
  })
  if (!definedVariables.some(([name]) => /proxy/i.test(name))) return Object.fromEntries(definedVariables)
  const noProxyHosts = [process.env['NO_PROXY'] ?? process.env['no_proxy'] ?? '', ...localHosts].filter((host) => host !== '').join(',')
  return { ...Object.fromEntries(definedVariables), NODE_USE_ENV_PROXY: '1', NO_PROXY: noProxyHosts, no_proxy: noProxyHosts }
}
