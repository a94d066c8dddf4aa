import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, mostly waiting: begun last, they would be waited for alone. The longest comes first. */
const slow = [
  'engine/pairings-faults',
  'engine/schema-drift-streams',
  'engine/pairings-meetings',
  'engine/first-sync-copy',
  'engine/convergence-faults',
  'engine/schema-drift',
  'engine/stop',
  'cli/command-line',
  'server/api/code/eject-node',
  'engine/two-sides.model',
  'engine/convergence-fuzz',
  'engine/pairings-fuzz',
  'engine/engine-rules',
  'engine/breaker/breaker',
  'engine/code-faults',
  'engine/capture/feed-histories',
  'engine/convergence-scale',
  'engine/pairings-values',
  'engine/links-convergence',
  'server/api/every-procedure',
  'engine/convergence-chains',
  'engine/schema-drift-types',
  'engine/lost-feed',
  'connectors/mysql/mysql-feed',
  'connectors/postgres/postgres-feed',
  'runner/operations/run-bulk-crash',
  'demo/demo-sync',
];

/** The order of test files: the slow ones, the others on real systems, and then what is over in a moment. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    return usual
      .map((file) => ({ file, turn: turnOf(file) }))
      .sort((a, b) => a.turn - b.turn)
      .map(({ file }) => file);
  }
}

function turnOf({ moduleId }: TestSpecification): number {
  const place = slow.findIndex((name) => moduleId.endsWith(`/src/${name}.test.ts`));
  if (place >= 0) return place;
  return /\/src\/(core|features|nodes|lib|ui)\/|\/bench\//.test(moduleId) ? slow.length + 1 : slow.length;
}
