import { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import { FindingFilter } from '#core/operations/finding-selection.ts';

const words: Partial<Record<keyof LedgerFilter, string>> = {
  laneId: 'mapping',
  version: 'version',
  code: 'code',
  op: 'change',
  recordKey: 'record',
  operationId: 'of operation',
  issueId: 'of issue',
  field: 'field',
  took: 'by how long it took',
  conflict: 'decided conflicts',
  from: 'from',
  to: 'until',
};

const kindWords = {
  differ: 'that differ',
  'only-left': 'only on the left',
  'only-right': 'only on the right',
};

/** Which of a verify's findings a repair was asked for, e.g. `what a verify found, that differ, in email`. */
function findingWords({ laneId, kind, field }: FindingFilter): string {
  const narrowed = [laneId && `mapping ${laneId}`, kind && kindWords[kind], field && `in ${field}`];
  return ['what a verify found', ...narrowed.filter(Boolean)].join(', ');
}

/** Which lines a bulk action was asked for, e.g. `status parked, held, code CAST_FAILED`; all of the flow’s where nothing narrows them. */
export function selectionWords(input: Record<string, unknown>): string {
  const found = FindingFilter.safeParse(input.asked).data;
  if (found) return findingWords(found);
  const filter = LedgerFilter.safeParse(input.asked).data;
  if (!filter) return '';
  const said = Object.entries({ ...filter, flowId: undefined }).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (name === 'text') return [`with “${value}”`];
    const label = words[name as keyof LedgerFilter] ?? name;
    if (Array.isArray(value)) return value.length > 0 ? [`${label} ${value.join(' or ')}`] : [];
    return [typeof value === 'object' ? label : `${label} ${value}`];
  });
  return said.length > 0 ? said.join(', ') : 'all of the flow’s';
}
