import type { FlowGraph } from '#core/flow/flow-graph.ts';
import type { Disagreement, VerifyReport } from '#core/ledger/verify-report.ts';
import type { CliOutput } from './cli-output.ts';
import { figures } from './format-figures.ts';
import { showRecordKey } from './show-record-key.ts';
import { textTable } from './text-table.ts';

type LaneResult = VerifyReport['lanes'][number];

/**
 * What a comparison found, for people: a verdict, a line per lane, and samples of what disagrees.
 * @param graph as deployed; it knows a field's name on the right
 */
export function verifyResultText(output: CliOutput, graph: FlowGraph, result: VerifyReport): string {
  const { agreed, lanes } = result;
  const sum = (of: (lane: LaneResult) => number) => lanes.reduce((total, lane) => total + of(lane), 0);
  const differences = sum((lane) => lane.differing + lane.onlyLeft + lane.onlyRight);
  const waiting = sum((lane) => lane.pending);
  const verdict = agreed
    ? output.tone('ok', 'both sides agree')
    : differences > 0
      ? output.tone('fail', 'the sides disagree')
      : output.tone('warn', `both sides agree, but for ${figures.count(waiting)} that wait`);
  const rows = lanes.map((lane) => [
    `${lane.left} ⇄ ${lane.right}`,
    ...[lane.checked, lane.differing, lane.onlyLeft, lane.onlyRight, lane.inFlight, lane.pending].map(
      figures.count,
    ),
  ]);
  const head = ['lane', 'checked', 'differ', 'only left', 'only right', 'in flight', 'waiting'];
  return [
    `${graph.name}: ${verdict}`,
    '',
    textTable(head, rows, [1, 2, 3, 4, 5, 6]),
    ...lanes.flatMap((lane) => sampleLines(lane, rightNames(graph, lane.laneId))),
  ].join('\n');
}

function sampleLines(lane: LaneResult, names: Map<string, string>): string[] {
  if (lane.samples.length === 0) return [];
  const more = lane.differing + lane.onlyLeft + lane.onlyRight - lane.samples.length;
  return [
    '',
    `${lane.left} ⇄ ${lane.right}`,
    ...lane.samples.map(
      (sample) => `  ${showRecordKey(sample.recordKey)}: ${difference(lane, sample, names)}`,
    ),
    ...(more > 0 ? [`  and ${figures.count(more)} more`] : []),
  ];
}

function difference(lane: LaneResult, sample: Disagreement, names: Map<string, string>): string {
  if (sample.kind === 'only-left') return `only in ${lane.left}`;
  if (sample.kind === 'only-right') return `only in ${lane.right}`;
  return sample.fields
    .map((field) => {
      const left = sample.left?.[field] ?? '∅';
      const right = sample.right?.[names.get(field) ?? field] ?? '∅';
      return `${field} ${left} | ${right}`;
    })
    .join('; ');
}

/** The right names of a lane's fields, by their left names. */
function rightNames(graph: FlowGraph, laneId: string): Map<string, string> {
  const mapping = graph.nodes.find((node) => node.kind === 'mapping' && laneId.includes(`-${node.id}-`));
  const fields = mapping?.kind === 'mapping' ? mapping.fields : [];
  return new Map(fields.map(({ left, right }) => [left, right]));
}
