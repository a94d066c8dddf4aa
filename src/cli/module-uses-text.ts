import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '#server/api/app-router.ts';
import { textTable } from './text-table.ts';

type Uses = inferRouterOutputs<AppRouter>['library']['uses'];

/** Which flows and modules use a module, as a table; empty where none does. */
export function moduleUsesText({ flows, modules }: Uses): string {
  const inFlows = flows.flatMap(({ name, draft, deployed }) => [
    ...draft.map((use) => [name, 'draft', use.title, use.version, use.via.join(' → ')]),
    ...(deployed?.uses ?? []).map((use) => [
      name,
      `deployed ${deployed?.version}`,
      use.title,
      use.version,
      use.via.join(' → '),
    ]),
  ]);
  const inModules = modules.map(({ name, version, imports }) => [
    `library/${name}`,
    `version ${version}`,
    '',
    imports,
    '',
  ]);
  const rows = [...inFlows, ...inModules];
  return rows.length === 0 ? '' : textTable(['used by', 'in', 'node', 'version', 'by way of'], rows, [3]);
}
