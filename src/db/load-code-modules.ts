import type { Pool } from 'pg';
import type { CodeModule } from '#core/code/code-program.ts';
import { linkModules, type PinnedModule } from '#core/code/link-modules.ts';
import type { ModulePins } from '#core/code/pin-modules.ts';
import { SyncError } from '#core/errors/sync-error.ts';

/** A version that somebody imports, with what there is of it; `source` is null where there is no such version. */
type Found = { [K in keyof PinnedModule]: PinnedModule[K] | null } & {
  name: string;
  version: number;
  /** Every version that there is of the module. */
  versions: number[];
};

/**
 * Loads the modules of a workspace's library that code imports, and all that these import, as they
 * belong into its program (see `linkModules`).
 *
 * @throws SyncError `MODULE_MISSING`, saying which versions there are; the detail has a line for each that is missing
 */
export async function loadCodeModules(
  pool: Pool,
  workspaceId: string,
  pins: ModulePins,
): Promise<CodeModule[]> {
  if (Object.keys(pins).length === 0) return [];
  const { rows } = await pool.query<Found>(
    `WITH RECURSIVE wanted(name, number) AS (
       SELECT key, value::int FROM jsonb_each_text($2::jsonb)
       UNION
       SELECT i.key, i.value::int
         FROM wanted w
         JOIN code_module m ON m."workspaceId" = $1 AND m.name = w.name
         JOIN code_module_version v ON v."moduleId" = m.id AND v.number = w.number
        CROSS JOIN LATERAL jsonb_each_text(v.imports) i
     )
     SELECT w.name, w.number AS version, v.source, v.imports,
            coalesce((SELECT array_agg(o.number ORDER BY o.number) FROM code_module_version o
                       WHERE o."moduleId" = m.id), '{}') AS versions
       FROM wanted w
       LEFT JOIN code_module m ON m."workspaceId" = $1 AND m.name = w.name
       LEFT JOIN code_module_version v ON v."moduleId" = m.id AND v.number = w.number
      ORDER BY w.name, w.number`,
    [workspaceId, JSON.stringify(pins)],
  );
  const missing = rows.filter(({ source }) => source === null).map(missingWords);
  const [first, ...others] = missing;
  if (first !== undefined) {
    const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
    throw new SyncError('MODULE_MISSING', `${first}${more}`, { detail: missing.join('\n') });
  }
  return linkModules(pins, rows as PinnedModule[]);
}

function missingWords({ name, version, versions }: Found): string {
  const [oldest, newest] = [versions[0], versions.at(-1)];
  if (oldest === undefined || newest === undefined) return `The library has no module "${name}".`;
  const there = oldest === newest ? `only version ${oldest}` : `versions ${oldest} to ${newest}`;
  return `The library has no version ${version} of "${name}", but ${there}.`;
}
