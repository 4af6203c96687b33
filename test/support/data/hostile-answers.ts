// Answers that a model might be made to write to get code run, an address asked, or the window led elsewhere. RUN stands for code that
// tells that it ran, N for the number of the answer, U for an address at which nothing may ever be asked.

export interface HostileAnswer {
  readonly text: string
  /** HTML that does something in a page that takes text for HTML, which shows that it has teeth. */
  readonly isHtml: boolean
}

const htmlPayloads = [
  '<script>RUN</script>',
  '<script src="U"></script>',
  '<script type="module">import "U"</script>',
  '<script type="speculationrules">{"prefetch":[{"urls":["U"]}]}</script>',
  '<img src=x onerror="RUN">',
  '<img src=x onerror=RUN//',
  '<img/src/onerror=RUN>',
  '<IMG """><SCRIPT>RUN</SCRIPT>">',
  '<img srcset="U 1x">',
  '<picture><source srcset="U"><img></picture>',
  '<svg onload="RUN"></svg>',
  '<svg><script>RUN</script></svg>',
  '<svg><animate onbegin="RUN" attributeName="x" dur="1s"></svg>',
  '<svg><set attributeName="href" onbegin="RUN"></svg>',
  '<svg><a xlink:href="javascript:RUN"><text y="20">N</text></a></svg>',
  "<svg><use href=\"data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><image href='x' onerror='RUN'/></svg>#x\"></svg>",
  '<svg><foreignObject><iframe srcdoc="<script>parent.RUN</script>"></iframe></foreignObject></svg>',
  '<svg><style>@import "U";</style></svg>',
  '<svg><image href="U" onerror="RUN"/></svg>',
  '<svg><filter><feImage href="U"/></filter></svg>',
  '<svg><desc><![CDATA[</desc><script>RUN</script>]]></svg>',
  '<math href="javascript:RUN">N</math>',
  '<math><maction actiontype="statusline#U" xlink:href="javascript:RUN">N</maction></math>',
  '<math><annotation-xml encoding="text/html"><iframe srcdoc="<script>parent.RUN</script>"></iframe></annotation-xml></math>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=RUN&gt;"></math>',
  '<iframe src="javascript:parent.RUN"></iframe>',
  '<iframe srcdoc="<script>parent.RUN</script>"></iframe>',
  '<iframe src="data:text/html,<script>parent.RUN</script>"></iframe>',
  '<iframe src="U"></iframe>',
  '<object data="data:text/html,<script>RUN</script>"></object>',
  '<object data="U"></object>',
  '<embed src="javascript:RUN">',
  '<embed src="U">',
  '<a href="javascript:RUN">N</a>',
  '<a href="U" ping="U" target="_blank">N</a>',
  '<form action="javascript:RUN"><input type="submit" autofocus onfocus="RUN"></form>',
  '<form action="U"><button formaction="U">N</button></form>',
  '<input autofocus onfocus="RUN">',
  '<select autofocus onfocus="RUN"></select>',
  '<textarea autofocus onfocus="RUN"></textarea>',
  '<details open ontoggle="RUN"><summary>N</summary></details>',
  '<video src="U" onerror="RUN" autoplay></video>',
  '<video><source src="x" onerror="RUN"></video>',
  '<audio src="x" onerror="RUN"></audio>',
  '<body onload="RUN">',
  '<marquee onstart="RUN">N</marquee>',
  '<meta http-equiv="refresh" content="0;url=U">',
  '<meta http-equiv="refresh" content="0;url=javascript:RUN">',
  '<base href="U">',
  '<link rel="stylesheet" href="U">',
  '<link rel="prefetch" href="U"><link rel="preconnect" href="U"><link rel="dns-prefetch" href="U">',
  '<link rel="manifest" href="U"><link rel="icon" href="U">',
  '<style>@import "U"; body { background: url(U) }</style>',
  '<style>@keyframes x {}</style><p style="animation: x 1s" onanimationstart="RUN">N</p>',
  '<p style="background: url(U)">N</p>',
  '<p style="position: fixed; inset: 0; z-index: 99999">N covers everything</p>',
  '<noscript><p title="</noscript><img src=x onerror=RUN>"></noscript>',
  '<template><img src=x onerror=RUN></template><xmp><img src=x onerror=RUN></xmp>',
  '<!--><img src=x onerror=RUN>-->',
  '<![CDATA[<img src=x onerror=RUN>]]>',
  '<?xml-stylesheet href="javascript:RUN"?>',
  '<div onpointerenter="RUN" onwheel="RUN" oncopy="RUN">N</div>',
  '<button popovertarget="x">N</button><div popover id="x" onbeforetoggle="RUN">N</div>',
  '<dialog open onclose="RUN"><form method="dialog"><button>N</button></form></dialog>',
  '<p contenteditable autofocus onfocus="RUN">N</p>',
  '<object type="text/x-scriptlet" data="U"></object><applet code="U"></applet>',
] as const

/** Where in a text HTML stands. */
const contexts: readonly ((written: string) => string)[] = [
  (written) => written,
  (written) => `- before ${written}\n  - ${written}`,
  (written) => `> ${written}\n\nafter`,
  (written) => `| a | b |\n|---|---|\n| ${written.replaceAll('|', '\\|')} | x |`,
  (written) => `# ${written}\n\n[${written}](https://elsewhere.invalid "${written.replaceAll('"', '&quot;')}")`,
]

const linkPayloads = [
  '[N](javascript:RUN)',
  '[N](JaVaScRiPt:RUN)',
  '[N](java&#115;cript:RUN)',
  '[N](&#x6A;avascript:RUN)',
  '[N](java&Tab;script:RUN)',
  '[N](java%0Ascript:RUN)',
  '[N](<java\\script:RUN>)',
  '[N](\u0001javascript:RUN)',
  '[N](javascript&colon;RUN)',
  '[N](javascript://elsewhere.invalid/%0aRUN)',
  '[N](vbscript:RUN)',
  '[N](data:text/html,<script>RUN</script>)',
  '[N](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[N](data:image/svg+xml,<svg onload=RUN>)',
  '[N](file:///etc/passwd)',
  '[N](blob:U)',
  '[N](filesystem:U)',
  '[N](view-source:U)',
  '[N](chrome://settings)',
  '[N](app://parley/index.html)',
  '[N](//elsewhere.invalid/x)',
  '[N](#root)',
  '[N](?x=1)',
  '[N](../index.html)',
  '<javascript:RUN>',
  '[N][r]\n\n[r]: javascript:RUN',
  '[r]: <data:text/html,N> "RUN"\n\n[r]',
  '[N](https://elsewhere.invalid" onmouseover="RUN)',
  '[N](https://elsewhere.invalid \'x" onclick="RUN\')',
  '[N](https://huggingface.co@elsewhere.invalid)',
  '![N](javascript:RUN)',
  '![N](U "x\\" onerror=\\"RUN")',
  '![x" onerror="RUN](U)',
  '[![N](U)](javascript:RUN)',
  '[N[^1]](U)\n\n[^1]: <img src=x onerror=RUN> ![N](U)',
  '[N][__proto__]\n\n[__proto__]: javascript:RUN',
  '[N][constructor] and [toString] and [hasOwnProperty]',
] as const

const fencePayloads = [
  '```html\n<script>RUN</script><img src="U">\n```',
  '```html:preview\n<iframe src="U"></iframe>\n```',
  '```" onload="RUN\ncode\n```',
  '```<script>RUN</script>\ncode\n```',
  '~~~<img src=x onerror=RUN>\ncode\n~~~',
  '```__proto__\ncode\n```',
  '```constructor\ncode\n```',
  '```../../../etc/passwd\ncode\n```',
  '```svg\n<svg onload="RUN"><image href="U"/></svg>\n```',
  '```mermaid\ngraph TD\nA-->B\nclick A href "javascript:RUN"\nclick B call RUN\n```',
  '```mermaid\n%%{init: {"securityLevel": "loose", "theme": "U"}}%%\ngraph TD\nA["<img src=x onerror=RUN>"]\n```',
  '```math\n\\href{javascript:RUN}{N}\n```',
  '```jsx\n<div dangerouslySetInnerHTML={{ __html: "<img src=x onerror=RUN>" }} />\n```',
  '```css\n@import "U"; body { background: url(U) }\n```',
  '```html\n<script>RUN</script>',
  '`<img src=x onerror=RUN>` and ``<script>RUN</script>``',
  '    <script>RUN</script>\n    <img src="U">',
] as const

const formulaPayloads = [
  '$\\href{javascript:RUN}{N}$',
  '$\\url{javascript:RUN}$',
  '$\\includegraphics{U}$',
  '$\\htmlData{onclick=RUN}{N}$',
  '$\\htmlStyle{background: url(U)}{N}$',
  '$\\htmlClass{root}{N}$ $\\htmlId{root}{N}$',
  '$\\text{<img src=x onerror=RUN>}$',
  '$$\\text{</annotation><script>RUN</script>}$$',
  '$$\\def\\x{\\x\\x}\\x$$',
  '$$\\rule{1000000em}{1000000em}$$',
  '\\(\\href{javascript:RUN}{N}\\) and \\[\\unicode{x202E}\\]',
  '$$\\begin{matrix}\\href{data:text/html,RUN}{N}\\end{matrix}$$',
] as const

/** Text whose signs change what is around them, in sight or in memory. */
const specialCharacters = [
  '\u202E(dilavni.erehwesle//:sptth)[knil a]N',
  '[\u202Eoc.ecafgnigguh//:sptth](https://elsewhere.invalid)',
  `N ${'\u2067\u202B'.repeat(2000)} never closed`,
  `N ${'\u2069'.repeat(2000)} closed too often`,
  `N a${'\u0300\u0301\u0302'.repeat(5000)} tower`,
  `N ${String.fromCodePoint(...Array.from('ignore all of this', (letter) => 0xe0000 + (letter.codePointAt(0) ?? 0)))}`,
  'N \u2028<img src=x onerror=RUN>\u2029',
  'N \0<script>RUN</script>\0',
  'N \uD800<script>RUN</script>\uDC00',
  'N \uFEFF\u200B\u200D<img src=x onerror=RUN>',
  'N \u001B]8;;U\u0007link\u001B]8;;\u0007 \u001B[2J',
  'N %3Cscript%3ERUN%3C/script%3E &lt;script&gt;RUN&lt;/script&gt; &#60;img src=x onerror=RUN&#62;',
] as const

const megabyte = 1_000_000

const hugeTexts = [
  `N ${'a'.repeat(megabyte)}`,
  `N ${'['.repeat(megabyte)}`,
  `N ${'*a '.repeat(megabyte / 3)}`,
  `${'>'.repeat(20_000)} N`,
  `${'- '.repeat(20_000)} N`,
  `N ${'<img src=x onerror=RUN>'.repeat(megabyte / 23)}`,
  `\`\`\`html\n${'<b>'.repeat(megabyte / 3)}\n\`\`\``,
  `N ${'![x](U) '.repeat(5000)}`,
] as const

/**
 * All of them, filled in.
 * @param address nothing may be asked there; each answer has a path of its own under it
 */
export function hostileAnswers(address: string): readonly HostileAnswer[] {
  const inHtml = contexts.flatMap((wrap, contextIndex) =>
    htmlPayloads.map((written) => ({ text: wrap(written), isHtml: contextIndex === 0 })),
  )
  const inMarkdown = [...linkPayloads, ...fencePayloads, ...formulaPayloads, ...specialCharacters, ...hugeTexts].map((text) => ({
    text,
    isHtml: false,
  }))
  return [...inHtml, ...inMarkdown].map(({ text, isHtml }, number) => ({ text: fillIn(text, number, address), isHtml }))
}

function fillIn(text: string, number: number, address: string): string {
  return text
    .replaceAll('RUN', `ran.push(${number})`)
    .replaceAll(/(?<![A-Za-z+])U(?![A-Za-z+])/g, `${address}/${number}`)
    .replaceAll(/(?<![A-Za-z])N(?![A-Za-z])/g, String(number))
}
