export function Markdown({ text }: { readonly text: string }) {
  return <div>{text}</div>
}
