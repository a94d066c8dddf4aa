import type { Command } from 'commander';
import type { ShownEntry } from '#core/masking/shown-entry.ts';
import { type ShownRow, type ShownValue, shownText } from '#core/masking/shown-value.ts';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import type { CliOutput } from '../cli-output.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';
import { figures } from '../format-figures.ts';
import { showRecordKey } from '../show-record-key.ts';
import { textTable } from '../text-table.ts';
import { toRecordKey } from '../to-record-key.ts';

/** `records show`: one record's journey, with what stands on both sides now. */
export function recordsShow(parent: Command, cli: Cli): void {
  parent
    .command('show')
    .description('Show one record: what stands on both sides, and everything that happened to it')
    .argument('<flow>', 'the flow')
    .argument('<key>', "the record's key on the left side; several parts as a JSON array")
    .addHelpText(
      'after',
      examples('records show "CRM and App" 42', `records show "CRM and App" '["42","de"]' --json`),
    )
    .action(
      cli.action<[string, string], object>(async (session, [name, key]) => {
        const { workspace, id: flowId } = await findFlow(session, name);
        const recordKey = toRecordKey(key);
        const filter = { flowId, recordKey };
        const { entries } = await session.api.record.list.query({ workspace, filter, limit: 200 });
        const laneIds = [...new Set(entries.map((entry) => entry.laneId))];
        if (laneIds.length === 0) {
          throw new CliError('NOT_FOUND', `"${name}" has seen no record ${showRecordKey(recordKey)}.`, {
            remedy: 'Give the key as the left side has it. syncline records list --text finds it.',
          });
        }
        const journeys: Journey[] = [];
        for (const laneId of laneIds) {
          const journey = await session.api.record.journey.query({ workspace, flowId, laneId, recordKey });
          journeys.push({ laneId, recordKey, ...journey });
        }
        session.output.result(journeys, () =>
          journeys.map((journey) => journeyText(session.output, journey)).join('\n\n'),
        );
        return undefined;
      }),
    );
}

type Journey = {
  laneId: string;
  recordKey: string;
  entries: ShownEntry[];
  pending: { state: string; code: string; detail: string } | null;
  left: ShownRow | null;
  right: ShownRow | null;
};

function journeyText(output: CliOutput, journey: Journey): string {
  const lines = [`${showRecordKey(journey.recordKey)}  in ${journey.laneId.split(':').at(-1)}`];
  const { pending } = journey;
  if (pending) lines.push(`  ${output.tone('warn', pending.state)}  ${pending.code}: ${pending.detail}`);
  lines.push('', ...sideLines('left', journey.left), ...sideLines('right', journey.right));
  lines.pop();
  for (const entry of journey.entries) lines.push('', ...entryLines(entry));
  return lines.join('\n');
}

function sideLines(side: string, row: ShownRow | null): string[] {
  if (row === null) return [`${side}: no such record`, ''];
  const rows = Object.entries(row).map(([field, value]) => [field, show(value)]);
  return [indent(textTable([side, 'value'], rows)), ''];
}

function entryLines(entry: ShownEntry): string[] {
  const arrow = entry.side === 'left' ? 'left → right' : 'left ← right';
  const lines = [`${figures.moment(entry.commitTime)}  ${arrow}  ${entry.op}  ${entry.status}`];
  if (entry.code) lines.push(`  ${entry.code}: ${entry.detail}`);
  for (const field of entry.conflict?.fields ?? []) lines.push(`  ${field.left}: ${field.why}`);
  const rows = entry.changed.map((field) => [field, show(entry.before?.[field]), show(entry.after?.[field])]);
  if (rows.length > 0) lines.push(indent(textTable(['field', 'before', 'after'], rows)));
  return lines;
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}

function show(value: ShownValue | undefined): string {
  return value === undefined ? '' : shownText(value, '∅');
}
