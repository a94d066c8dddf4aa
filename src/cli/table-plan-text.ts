import type { Session } from './cli.ts';
import type { CliOutput } from './cli-output.ts';
import { textTable } from './text-table.ts';

type Api = Session['api'];
export type TablePlan = Awaited<ReturnType<Api['table']['plan']['mutate']>>;
export type CreatedTables = Awaited<ReturnType<Api['table']['create']['mutate']>>;

/** The statements as one text that runs as it stands. */
export function planSql({ statements }: TablePlan): string {
  return statements.map(({ sql }) => `${sql};`).join('\n\n');
}

/** What would be made, field by field with reasons, then the statements, then what stands in the way. */
export function tablePlanText(output: CliOutput, plan: TablePlan): string {
  return [
    ...plan.tables.map((table) => tableText(output, table)),
    planSql(plan),
    ...plan.findings.map(({ code, title, fix }) =>
      [`${output.tone('fail', code)}  ${title}`, ...(fix ? [`    > ${fix}`] : [])].join('\n'),
    ),
  ].join('\n\n');
}

function tableText(output: CliOutput, { source, table, fields, notes }: TablePlan['tables'][number]): string {
  const rows = fields.map((field) => [
    field.source,
    field.leftOut ? 'left out' : field.name,
    field.leftOut ? '' : `${field.nativeType}${field.nullable ? '' : ', not null'}`,
    field.reason,
  ]);
  const warnings = fields.flatMap((field) => field.warnings.map((warning) => `${field.source}: ${warning}`));
  return [
    `${output.tone('strong', table.name)} from ${source}`,
    textTable(['field', 'new field', 'type', 'why'], rows),
    ...warnings.map((warning) => `${output.tone('warn', '!')} ${warning}`),
    ...notes.map((note) => `  ${note}`),
  ].join('\n');
}

/** What ran, what was refused, and what there is now. */
export function createdText(output: CliOutput, { report, created }: CreatedTables): string {
  const { ran, failed, undone, left } = report;
  if (!failed) {
    const streams = created.map(
      ({ stream, source, pairs }) => `  ${stream} from ${source}, ${count(pairs, 'pair')}`,
    );
    return [`Ran ${count(ran, 'statement')}.`, ...streams].join('\n');
  }
  return [
    `${output.tone('fail', failed.code)}  ${failed.message}`,
    `  ${failed.sql.replaceAll('\n', '\n  ')}`,
    undone.length > 0 ? `${count(undone, 'statement')} before it taken back: nothing has changed.` : '',
    ran.length > 0 ? `${count(ran, 'statement')} before it ran and stand.` : '',
    left.length > 0 ? `${count(left, 'statement')} after it not tried.` : '',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function count(items: readonly unknown[], word: string): string {
  return `${items.length} ${word}${items.length === 1 ? '' : 's'}`;
}
