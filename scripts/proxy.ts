// The proxy of this machine, from the environment variables that command-line programs use.

const proxyVariables = ['HTTPS_PROXY', 'HTTP_PROXY', 'https_proxy', 'http_proxy'] as const
/** Never proxied: the stand-ins run on this machine. */
const localHosts = ['127.0.0.1', 'localhost']

/** This process's environment, with the variable that makes Node use the proxy, if there is one. */
export function environmentWithProxy(): Readonly<Record<string, string>> {
  const environment = Object.fromEntries(Object.entries(process.env).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])))
  return { ...environment, ...readProxyVariables() }
}

/** Only the variables for the proxy and its certificates; empty without a proxy. */
export function readProxyVariables(): Readonly<Record<string, string>> {
  const definedVariables = [...proxyVariables, 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'].flatMap((name) => {
    const text = process.env[name] ?? ''
    return text === '' ? [] : [[name, text] as const]
  })
  if (!definedVariables.some(([name]) => /proxy/i.test(name))) return Object.fromEntries(definedVariables)
  const noProxyHosts = [process.env['NO_PROXY'] ?? process.env['no_proxy'] ?? '', ...localHosts].filter((host) => host !== '').join(',')
  return { ...Object.fromEntries(definedVariables), NODE_USE_ENV_PROXY: '1', NO_PROXY: noProxyHosts, no_proxy: noProxyHosts }
}
