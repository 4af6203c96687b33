// Works around a leak in React Aria, which keeps every element with a running CSS transition in a map, by property. For an element that is
// removed meanwhile it deletes only one property, so an element with two or more transitions is never released.

/** Call it once. React Aria uses these events only to wait for moving elements before it focuses them, which this window does not have. */
export function suppressTransitionEvents(): void {
  window.addEventListener('transitionrun', (event) => event.stopPropagation(), { capture: true })
}
