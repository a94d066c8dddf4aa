'use client';

import { Pin } from 'lucide-react';
import type { CodeField } from '#core/code/code-field.ts';
import type { CodeEntry } from '#core/code/code-form.ts';
import { describeResult, fieldsGiven, fieldsMade } from '#core/code/compare-result.ts';
import type { TriedRecord } from '#core/code/tried-record.ts';
import { IconButton } from '#ui/icon-button.tsx';
import type { CodePanelProps } from './code-panel.ts';
import { ConsoleLines } from './console-lines.client.tsx';
import { FailureNotice } from './failure-notice.client.tsx';
import { sizeText, spanText } from './result-words.ts';
import { RowTable } from './row-table.client.tsx';
import { SaveCase } from './save-case.client.tsx';
import type { TriedInput } from './tried-inputs.ts';

/** As many as a node keeps. */
const MOST_PINS = 50;

/** One record that code was tried on: what went in and what came out, field by field, what it logged and took. */
export function TriedDetail({
  node,
  shape,
  readOnly,
  goTo,
  entry,
  input,
  tried,
  onPin,
  onSave,
}: CodePanelProps & {
  entry: CodeEntry;
  input: TriedInput;
  /** Null before it ran on the record. */
  tried: TriedRecord | null;
  /** Keeps the record with the node, or lets it go. */
  onPin: (pinned: boolean) => void;
  onSave: (name: string, tried: TriedRecord) => void;
}) {
  const sides = shape ?? { input: [], output: [] };
  const pinned = input.from === 'pinned';
  const full = (node.pins?.length ?? 0) >= MOST_PINS;
  const names = node.cases?.map(({ name }) => name) ?? [];
  return (
    <div className="flex flex-col gap-3 px-4 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="min-w-0 flex-1 truncate font-semibold text-ink">{input.title}</h3>
        {tried ? (
          <span className="text-sm text-ink-3 tabular-nums">
            {spanText(tried.observed.micros)} · {sizeText(tried.observed.bytes)}
          </span>
        ) : null}
        {readOnly || input.from === 'case' || (full && !pinned) ? null : (
          <IconButton size="sm" label="Pin this record" pressed={pinned} onClick={() => onPin(!pinned)}>
            <Pin aria-hidden />
          </IconButton>
        )}
        {tried && !readOnly && input.from !== 'case' ? (
          <SaveCase taken={names} suggested={input.title} onSave={(name) => onSave(name, tried)} />
        ) : null}
      </div>
      {tried?.failure ? <FailureNotice failure={tried.failure} goTo={goTo} /> : null}
      <InAndOut
        given={input.given}
        tried={tried}
        fields={[...fieldsGiven(entry, sides), ...fieldsMade(entry, sides)]}
      />
      {tried ? <ConsoleLines lines={tried.observed.console} /> : null}
    </div>
  );
}

function InAndOut({
  given,
  tried,
  fields,
}: {
  given: TriedInput['given'];
  tried: TriedRecord | null;
  fields: readonly CodeField[];
}) {
  const rows = tried?.result.kind === 'records' ? tried.result.rows : [];
  const out = (index: number) => (rows.length === 1 ? 'Out' : `Out, ${index + 1} of ${rows.length}`);
  return (
    <>
      {tried && tried.result.kind !== 'failed' && rows.length === 0 ? (
        <p className="text-ink">
          Result: <span className="font-medium">{describeResult(tried.result)}</span>
        </p>
      ) : null}
      {rows.length === 0 ? (
        <RowTable label="What goes in" columns={[{ head: 'In', row: given }]} fields={fields} />
      ) : null}
      {rows.map((row, index) => (
        <RowTable
          key={out(index)}
          label="What goes in and what comes out"
          columns={[
            { head: 'In', row: given },
            { head: out(index), row },
          ]}
          fields={fields}
        />
      ))}
    </>
  );
}
