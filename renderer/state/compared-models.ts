// The models that the next prompt of the open conversation goes to where they are several. Hides that they belong to what is being
// written there: they are kept while another conversation is looked at, and go when it is sent.

import { useMemo } from 'react'
import { maxComparedModels } from '../../shared/types/messages.ts'
import { setState, getState, useStore, type AppState } from './store.ts'

type NextPromptState = Pick<AppState, 'conversation' | 'comparedModelIds'>

const noModels: readonly string[] = []

/** Two to four ids of models; none where the prompt goes to the chosen model alone. */
export function getComparedModels({ conversation, comparedModelIds }: NextPromptState): readonly string[] {
  return comparedModelIds[getDraftKey(conversation)] ?? noModels
}

export function useComparedModels(): readonly string[] {
  return useStore(getComparedModels)
}

/** Whom the next prompt goes to; nobody until there is a model. */
export function getTargetModels(current: NextPromptState & Pick<AppState, 'model'>): readonly string[] {
  const models = getComparedModels(current)
  return models.length > 0 ? models : current.model === null ? [] : [current.model]
}

/** The same, for components. */
export function useTargetModels(): readonly string[] {
  const comparedModelIds = useComparedModels()
  const model = useStore((current) => current.model)
  return useMemo(() => (comparedModelIds.length > 0 || model === null ? comparedModelIds : [model]), [comparedModelIds, model])
}

/** Sends the next prompt to all of these. A single one is the chosen model as usual, and with none the choice stays as it was before. */
export function setComparedModels(models: readonly string[]): void {
  const { conversation, comparedModelIds } = getState()
  const { [getDraftKey(conversation)]: _before, ...others } = comparedModelIds
  if (models.length > 1)
    return setState({ comparedModelIds: { ...comparedModelIds, [getDraftKey(conversation)]: models.slice(0, maxComparedModels) } })
  const [only] = models
  setState({ comparedModelIds: others, ...(only === undefined ? {} : { model: only }) })
}

/** The conversation that does not exist yet has another id each time it is begun. */
function getDraftKey({ id, isSaved }: AppState['conversation']): string {
  return isSaved ? id : 'new'
}
