import { BulkAction } from './bulk-action.ts';

const names: Record<BulkAction['kind'], string> = {
  replay: 'Replay records',
  revert: 'Revert records',
  're-decide': 'Decide conflicts anew',
  resolve: 'Resolve held conflicts',
  repair: 'Repair what a verify found',
  ignore: 'Ignore failures',
};

/** What a bulk operation does, by what was asked, e.g. `Preview: replay records`. */
export function bulkName(input: Record<string, unknown>): string {
  const action = BulkAction.safeParse(input.action);
  const name = action.success ? names[action.data.kind] : 'Act on records';
  return input.dryRun === true ? `Preview: ${name.charAt(0).toLowerCase()}${name.slice(1)}` : name;
}
