import type { Command } from 'commander';
import { splitLaneId } from '#core/flow/split-lane-id.ts';
import { type ShownRow, type ShownValue, shownText } from '#core/masking/shown-value.ts';
import type { JourneyLine } from '#server/use-cases/show-journey.ts';
import type { RecordThen } from '#server/use-cases/show-record-then.ts';
import type { Cli } from '../cli.ts';
import type { CliOutput } from '../cli-output.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';
import { figures } from '../format-figures.ts';
import { lanesOfRecord } from '../lanes-of-record.ts';
import { parseMoment } from '../parse-moment.ts';
import { recordThenText } from '../record-then-text.ts';
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
    .option('--as-of <moment>', '15m, 2h, 3d ago, or a date: both sides as they stood then', parseMoment)
    .addHelpText(
      'after',
      examples(
        'records show "CRM and App" 42',
        `records show "CRM and App" '["42","de"]' --json`,
        'records show "CRM and App" 42 --as-of 2h',
      ),
    )
    .action(
      cli.action<[string, string], { asOf?: string }>(async (session, [name, key], { asOf }) => {
        const flow = await findFlow(session, name);
        const { workspace, id: flowId } = flow;
        const recordKey = toRecordKey(key);
        const laneIds = await lanesOfRecord(session, flow, recordKey);
        if (asOf !== undefined) {
          const then: RecordThen[] = [];
          for (const laneId of laneIds) {
            const at = { workspace, flowId, laneId, recordKey };
            then.push(await session.api.record.asOf.query({ ...at, moment: asOf }));
          }
          session.output.result(then, () => then.map(recordThenText).join('\n\n'));
          return undefined;
        }
        const journeys: Journey[] = [];
        for (const laneId of laneIds) {
          const at = { workspace, flowId, laneId, recordKey, limit: PAGE };
          const journey = await session.api.record.journey.query(at);
          while (journey.entries.length < journey.total) {
            const cursor = journey.entries.length;
            const { entries } = await session.api.record.journey.query({ ...at, cursor });
            if (entries.length === 0) break;
            journey.entries.unshift(...entries);
          }
          journeys.push({ laneId, recordKey, ...journey });
        }
        session.output.result(journeys, () =>
          journeys.map((journey) => journeyText(session.output, journey)).join('\n\n'),
        );
        return undefined;
      }),
    );
}

/** Lines that are asked for at a time. */
const PAGE = 1_000;

type Journey = {
  laneId: string;
  recordKey: string;
  entries: JourneyLine[];
  pending: { state: string; code: string; detail: string } | null;
  left: ShownRow | null;
  right: ShownRow | null;
};

function journeyText(output: CliOutput, journey: Journey): string {
  const lines = [`${showRecordKey(journey.recordKey)}  in ${splitLaneId(journey.laneId).lane}`];
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

function entryLines(entry: JourneyLine): string[] {
  const arrow = entry.side === 'left' ? 'left → right' : 'left ← right';
  const lines = [`${figures.moment(entry.happenedAt)}  ${arrow}  ${entry.op}  ${entry.status}`];
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
