// How a prompt refers to a text, such as "this article". English.

const nouns =
  'text|article|paragraph|passage|document|e-?mail|letter|story|essay|report|paper|page|poem|speech|transcript|chapter|message|post|notes?'

export const textReferences = [
  `\\b(?:this|the following|the attached|the pasted|these) (?:${nouns})\\b`,
  '\\bthe following\\b',
  '\\b(?:text|article) below\\b',
] as const
