// Brings an answer's HTML and the specification's to one form, to be compared. Runs in a page, so it may use nothing from outside.
/* oxlint-disable unicorn/consistent-function-scoping -- in the page there is nothing else of this file */

/** The elements of a text of HTML, as a text, without what Parley adds to an answer and without what neither shows. */
export function normalizeHtml({ html, isFromParley }: { readonly html: string; readonly isFromParley: boolean }): string {
  const parsed = new DOMParser().parseFromString(html, 'text/html')
  const blockNames = 'P,H1,H2,H3,H4,H5,H6,UL,OL,LI,BLOCKQUOTE,PRE,HR,TABLE,THEAD,TBODY,TR,TH,TD'.split(',')
  const isBlock = (node: Node | null): boolean => node === null || blockNames.includes(node.nodeName)

  function unwrap(element: Element): void {
    element.replaceWith(...element.childNodes)
  }

  function removeHost(link: Element): void {
    for (const part of link.querySelectorAll(':scope > span')) part.remove()
    for (const part of link.querySelectorAll(':scope > bdi')) unwrap(part)
  }

  function replaceWithCode(block: Element): void {
    const code = document.createElement('code')
    const language = block.querySelector('bdi')?.textContent ?? ''
    if (language !== 'Code') code.className = `language-${language}`
    code.textContent = block.querySelector('pre')?.textContent ?? ''
    const pre = document.createElement('pre')
    pre.append(code)
    block.replaceWith(pre)
  }

  if (isFromParley) {
    for (const block of parsed.querySelectorAll('div:has(> section > pre)')) replaceWithCode(block)
    for (const link of parsed.querySelectorAll('a')) removeHost(link)
    for (const inert of parsed.querySelectorAll('span[class*=inert]')) {
      const link = document.createElement('a')
      link.append(...inert.childNodes)
      inert.replaceWith(link)
    }
    for (const wrapper of parsed.querySelectorAll('div')) unwrap(wrapper)
  }
  for (const link of parsed.querySelectorAll('a')) {
    const address = link.getAttribute('href') ?? ''
    link.removeAttribute('title')
    // What Parley does not open is no link in it.
    if (/^https:\/\/[^\s@]+$/i.test(address)) link.setAttribute('href', new URL(address).href)
    else link.removeAttribute('href')
  }
  for (const element of parsed.querySelectorAll('*')) {
    for (const name of ['dir', 'aria-level', 'style', 'tabindex']) element.removeAttribute(name)
    if (element.nodeName !== 'CODE') element.removeAttribute('class')
    if (element.getAttribute('start') === '1') element.removeAttribute('start')
  }
  parsed.body.normalize()
  const walker = parsed.createTreeWalker(parsed.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentNode
    if (parent === null || parent.nodeName === 'CODE') continue
    // Line ends beside a block are the writer's, not the text's.
    let text = node.nodeValue ?? ''
    const isInBlock = isBlock(parent) || parent.nodeName === 'BODY'
    if (node.previousSibling?.nodeName === 'BR' || (isInBlock && isBlock(node.previousSibling))) text = text.replace(/^\s+/, '')
    if (isInBlock && isBlock(node.nextSibling)) text = text.replace(/\s+$/, '')
    node.nodeValue = text
  }
  parsed.body.normalize()
  return parsed.body.innerHTML
}
