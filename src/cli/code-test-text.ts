import { describeBreak, describeOutcome, describeThrow } from '#core/code/describe-outcome.ts';
import type { LawFindings, LawReport } from '#core/code/law-report.ts';
import type { CaseOutcome } from '#core/code/run-cases.ts';
import type { CliOutput } from './cli-output.ts';
import { textTable } from './text-table.ts';

/** What became of one code node's cases and laws. */
export type TestedNode = {
  nodeId: string;
  title: string;
  /** What is wrong with its TypeScript, in sentences; nothing of it was run then. */
  problems: string[];
  cases: CaseOutcome[];
  /** Null for a node that is no lens. */
  laws: LawFindings | null;
  /** Why its laws need not hold; null where they must. */
  lawless: string | null;
};

/** Does its code fit, does every case pass, and does every law that must hold? */
export function isSound({ problems, cases, laws, lawless }: TestedNode): boolean {
  if (problems.length > 0) return false;
  return cases.every(({ passed }) => passed) && (lawless !== null || !laws || laws.broken.length === 0);
}

/** A flow's tested nodes as a table, with what is wrong below it. */
export function codeTestText(output: CliOutput, flow: string, nodes: TestedNode[]): string {
  const verdict = nodes.every(isSound) ? output.tone('ok', 'all pass') : output.tone('fail', 'not all pass');
  if (nodes.length === 0) return `${flow}: nothing to test: no code node has cases, and none is a lens.`;
  const rows = nodes.flatMap((node) => [
    ...(node.problems.length > 0 ? [[node.title, 'code', output.tone('fail', 'does not fit'), '']] : []),
    ...node.cases.map((each) => [
      node.title,
      `${each.name}`,
      each.passed ? output.tone('ok', 'passes') : output.tone('fail', 'fails'),
      `${(each.micros / 1000).toFixed(1)} ms`,
    ]),
    ...(node.laws ? [[node.title, 'laws', lawWord(output, node), `${tried(node.laws)} records`]] : []),
  ]);
  const lines = nodes.flatMap((node) => [
    ...node.problems.map((problem) => `  ${output.tone('fail', '✗')} ${problem}`),
    ...node.cases
      .filter(({ passed }) => !passed)
      .map((each) => `  ${output.tone('fail', '✗')} ${node.title}: ${describeOutcome(each)}`),
    ...lawLines(output, node),
  ]);
  return [`${flow}: ${verdict}`, textTable(['node', 'case', 'result', 'took'], rows), ...lines].join('\n');
}

function lawWord(output: CliOutput, { laws, lawless }: TestedNode): string {
  if (laws?.broken.length === 0) return output.tone('ok', 'hold');
  return lawless === null ? output.tone('fail', 'broken') : output.tone('warn', 'broken, with a reason');
}

function lawLines(output: CliOutput, { title, laws, lawless }: TestedNode): string[] {
  if (!laws) return [];
  const sign = lawless === null ? output.tone('fail', '✗') : output.tone('warn', '!');
  const warn = output.tone('warn', '!');
  return [
    ...laws.broken.map((each) => `  ${sign} ${title}: ${describeBreak(each)}`),
    ...(lawless === null || laws.broken.length === 0 ? [] : [`      It does not matter: ${lawless}`]),
    ...laws.thrown.map((each) => `  ${warn} ${title}: ${describeThrow(each)}`),
    ...(laws.unsampled === null ? [] : [`  ${warn} ${title}: made-up records alone: ${laws.unsampled}`]),
    ...(laws.complete ? [] : [`  ${warn} ${title}: time was up before all records were tried.`]),
  ];
}

function tried({ samples, generated }: LawReport): number {
  return samples + generated;
}
