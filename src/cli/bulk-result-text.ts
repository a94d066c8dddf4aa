import { errorMeanings } from '#core/errors/codes.ts';
import type { ShownResult } from '#core/masking/shown-result.ts';
import { isMaskedValue, type ShownRow } from '#core/masking/shown-value.ts';
import type { BulkResult } from '#core/operations/bulk-progress.ts';
import { RecordOutcome } from '#core/operations/record-outcome.ts';
import type { CliOutput, Tone } from './cli-output.ts';
import { fieldEffectsText } from './field-effects-text.ts';
import { figures } from './format-figures.ts';
import { showRecordKey } from './show-record-key.ts';
import { textTable } from './text-table.ts';

/** Outcomes in words behind a number. */
export const outcomeTexts: Record<RecordOutcome, { done: string; preview: string; tone: Tone }> = {
  done: { done: 'done', preview: 'would be written', tone: 'ok' },
  nothing: { done: 'had nothing to do', preview: 'have nothing to do', tone: 'quiet' },
  refused: { done: 'could not be done', preview: 'cannot be done', tone: 'warn' },
  held: { done: 'wait for a person', preview: 'wait for a person', tone: 'warn' },
  parked: { done: 'were set aside and are tried again', preview: 'would be set aside', tone: 'warn' },
  failed: { done: 'were refused by a system', preview: 'would be refused by a system', tone: 'fail' },
};

/** What a bulk action came to, or would: counts, reasons, samples. */
export function bulkResultText(
  output: CliOutput,
  { records, lines, counts, reasons, effects }: BulkResult,
  { preview, samples }: { preview: boolean; samples: ShownResult[] },
): string {
  const told = RecordOutcome.options.flatMap((outcome) => {
    if (counts[outcome] === 0) return [];
    const { tone, ...words } = outcomeTexts[outcome];
    return [`${figures.count(counts[outcome])} ${output.tone(tone, words[preview ? 'preview' : 'done'])}`];
  });
  const why = reasons.map(
    ({ code, count }) => `  ${figures.count(count)}  ${code}  ${output.tone('quiet', errorMeanings[code])}`,
  );
  // Findings of a verify, and often lines, are one for each record.
  const within = lines === records ? '' : ` in ${figures.count(lines)} lines`;
  const parts = [
    `${figures.count(records)} ${records === 1 ? 'record' : 'records'}${within}: ${told.join(', ') || 'nothing'}.`,
    ...(effects.length > 0 ? [fieldEffectsText(effects)] : []),
    ...(why.length > 0 ? [why.join('\n')] : []),
    ...(samples.length > 0 ? [sampleTable(samples)] : []),
  ];
  return parts.join('\n\n');
}

function sampleTable(samples: ShownResult[]): string {
  return textTable(
    ['Record', 'Outcome', 'What', 'Left', 'Right'],
    samples.map(({ recordKey, outcome, code, detail, before, after }) => [
      showRecordKey(recordKey),
      outcome,
      [code, detail].filter(Boolean).join(': '),
      changeText(before?.left ?? null, after ? after.left : (before?.left ?? null)),
      changeText(before?.right ?? null, after ? after.right : (before?.right ?? null)),
    ]),
  );
}

/** What changes of a row, or the row where nothing does. */
function changeText(before: ShownRow | null, after: ShownRow | null): string {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const changed = names.filter((name) => shown(before, name) !== shown(after, name));
  const told = changed.length > 0 ? changed : names;
  if (told.length === 0) return 'not there';
  if (before && !after) return 'deleted';
  return told
    .slice(0, 4)
    .map((name) => {
      const [old, now] = [shown(before, name), shown(after, name)];
      return old === now || before === null ? `${name}: ${now}` : `${name}: ${old} → ${now}`;
    })
    .join('\n');
}

function shown(row: ShownRow | null, name: string): string {
  const value = row?.[name];
  if (value === undefined) return '–';
  if (isMaskedValue(value)) return 'masked';
  return value === null ? 'null' : value.length > 40 ? `${value.slice(0, 39)}…` : value;
}
