// The models that the next prompt of the open conversation goes to where they are several. Hides that they belong to what is being
// written there: they are kept while another conversation is looked at, and go when it is sent.

import { useMemo } from 'react'
import { mostCompared } from '../../shared/types/conversations.ts'
import { change, state, useWindow, type WindowState } from './store.ts'

type Written = Pick<WindowState, 'conversation' | 'compared'>

const none: readonly string[] = []

/** Two to four ids of models; none where the prompt goes to the chosen model alone. */
export function comparedModels({ conversation, compared }: Written): readonly string[] {
  return compared[placeOfDraft(conversation)] ?? none
}

export function useCompared(): readonly string[] {
  return useWindow(comparedModels)
}

/** Whom the next prompt goes to; nobody until there is a model. */
export function modelsToAsk(now: Written & Pick<WindowState, 'model'>): readonly string[] {
  const models = comparedModels(now)
  return models.length > 0 ? models : now.model === null ? [] : [now.model]
}

/** The same, for components. */
export function useModelsToAsk(): readonly string[] {
  const compared = useCompared()
  const model = useWindow((now) => now.model)
  return useMemo(() => (compared.length > 0 || model === null ? compared : [model]), [compared, model])
}

/** Sends the next prompt to all of these. A single one is the chosen model as usual, and with none the choice stays as it was before. */
export function compareNext(models: readonly string[]): void {
  const { conversation, compared } = state()
  const { [placeOfDraft(conversation)]: _before, ...others } = compared
  if (models.length > 1) return change({ compared: { ...compared, [placeOfDraft(conversation)]: models.slice(0, mostCompared) } })
  const [only] = models
  change({ compared: others, ...(only === undefined ? {} : { model: only }) })
}

/** The conversation that does not exist yet has another id each time it is begun. */
function placeOfDraft({ id, isSaved }: WindowState['conversation']): string {
  return isSaved ? id : 'new'
}
