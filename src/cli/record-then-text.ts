import { shownText } from '#core/masking/shown-value.ts';
import type { RecordThen, ShownSideThen } from '#server/use-cases/show-record-then.ts';
import { figures } from './format-figures.ts';
import { textTable } from './text-table.ts';

/** Both sides of a record at a moment; what the ledger does not tell is called unknown. */
export function recordThenText(then: RecordThen): string {
  const parts = (['left', 'right'] as const).map((side) => sideText(side, then[side]));
  const early = then.since !== null && then.moment < then.since;
  const begins = early ? [`The ledger has lines since ${figures.moment(then.since)}; this is before.`] : [];
  return [`As of ${figures.moment(then.moment)}`, ...begins, ...parts].join('\n\n');
}

function sideText(side: string, { exists, fields, watched }: ShownSideThen): string {
  if (exists === false) return `${side}: no such record`;
  const rows = Object.entries(fields).map(([field, then]) => [
    field,
    then.kind === 'known' ? shownText(then.value, '∅') : 'unknown',
    then.kind === 'known' && then.since !== null ? figures.moment(then.since) : '',
  ]);
  const note = watched ? '' : '\n(as the flow wrote it: changes made there are not read)';
  const gone = exists === null ? '\n(whether the record was there is not known)' : '';
  return `${textTable([side, 'value', 'since'], rows)}${note}${gone}`;
}
