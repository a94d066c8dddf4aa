import type { ApiOutput } from '#trpc/api-types.ts';

type Uses = ApiOutput['library']['uses'];

/** A flow whose draft pins an older version of a module, and the steps that do. */
export type MovableFlow = { id: string; name: string; revision: number; steps: string[]; versions: number[] };

/** Flows whose drafts can move to a version: those with steps that pin an older one themselves. */
export function movableFlows({ flows }: Uses, version: number): MovableFlow[] {
  return flows.flatMap(({ id, name, revision, draft }) => {
    const older = draft.filter((use) => use.via.length === 0 && use.version < version);
    if (older.length === 0) return [];
    const versions = [...new Set(older.map((use) => use.version))].sort((a, b) => a - b);
    return [{ id, name, revision, steps: older.map(({ title }) => title), versions }];
  });
}
