import { type Command, Option } from 'commander';
import type { ShownTraceStep } from '#core/lineage/shown-trace.ts';
import { shownText } from '#core/masking/shown-value.ts';
import type { ValueTrace } from '#server/use-cases/trace-record-value.ts';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';
import { figures } from '../format-figures.ts';
import { lanesOfRecord } from '../lanes-of-record.ts';
import { toRecordKey } from '../to-record-key.ts';

type Options = { field: string; side: 'left' | 'right' };

/** `records why`: where a value comes from, back to what wrote it. */
export function recordsWhy(parent: Command, cli: Cli): void {
  parent
    .command('why')
    .description('Say why a value stands in a field: from now back to what wrote it first')
    .argument('<flow>', 'the flow')
    .argument('<key>', "the record's key on the left side; several parts as a JSON array")
    .requiredOption('--field <name>', 'the field, as its side names it')
    .addOption(new Option('--side <side>', 'where the field is').choices(['left', 'right']).default('left'))
    .addHelpText(
      'after',
      examples(
        'records why "CRM and App" 42 --field email',
        'records why "CRM and App" 42 --field email_address --side right --json',
      ),
    )
    .action(
      cli.action<[string, string], Options>(async (session, [name, key], { field, side }) => {
        const flow = await findFlow(session, name);
        const recordKey = toRecordKey(key);
        const traces: ValueTrace[] = [];
        for (const laneId of await lanesOfRecord(session, flow, recordKey)) {
          const at = { workspace: flow.workspace, flowId: flow.id, laneId, recordKey };
          traces.push(await session.api.record.trace.query({ ...at, side, field }));
        }
        session.output.result(traces, () => traces.map(traceText).join('\n\n'));
        return undefined;
      }),
    );
}

function traceText({ place, now, names, steps }: ValueTrace): string {
  const stands = now === undefined ? 'could not be read' : shownText(now, '∅');
  const head = `${place.field} of ${names[place.side]}: ${stands}`;
  return [head, ...steps.flatMap((step) => ['', ...stepLines(step)])].join('\n');
}

function stepLines(step: ShownTraceStep): string[] {
  const lines = [`${step.at === null ? 'now' : figures.moment(step.at)}  ${step.sentence}`];
  const value = (label: string, text: string) => lines.push(`  ${label.padEnd(9)}${text}`);
  if (step.place.value !== undefined) value('value', shownText(step.place.value, '∅'));
  if (step.before !== undefined) value('before', shownText(step.before, '∅'));
  if (step.from?.value !== undefined) value('from', shownText(step.from.value, '∅'));
  for (const { does, gives } of step.conversion ?? []) value('', `${does} → ${shownText(gives, '∅')}`);
  if (step.decided?.loser) value('beat', shownText(step.decided.loser.value, '∅'));
  if (step.line?.made) value('version', `${step.line.version}, by ${step.line.made.by}`);
  if (step.line) value('position', step.line.position);
  if (step.operation)
    value('by', `${step.operation.by}, operation ${step.operation.id} (${step.operation.kind})`);
  return lines;
}
