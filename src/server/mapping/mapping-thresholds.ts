import { defaultThresholds } from '#core/mapping/confidence-band.ts';
import { Thresholds } from '#core/mapping/suggestion.ts';
import type { WorkspaceStore } from '#db/workspace-store.ts';

const key = 'mapping-thresholds';

/** From which confidence the workspace takes suggestions by itself, and from which it shows them. */
export async function mappingThresholds(store: WorkspaceStore): Promise<Thresholds> {
  const set = await store.settings.get(key);
  return set === null ? defaultThresholds : Thresholds.parse(set);
}

export async function putMappingThresholds(store: WorkspaceStore, thresholds: Thresholds): Promise<void> {
  await store.settings.set(key, thresholds);
}
