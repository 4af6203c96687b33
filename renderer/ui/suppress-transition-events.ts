// Keeps changes of colour from React Aria, which notes every element that goes through one, by the names of its properties. Of an element
// that leaves the page meanwhile it takes one name back, so that one of two or more holds it for ever, with all that it was part of.

/** Call it once. What React Aria would wait for, things that glide into place before they get the focus, is not in these pages. */
export function suppressTransitionEvents(): void {
  window.addEventListener('transitionrun', (event) => event.stopPropagation(), { capture: true })
}
