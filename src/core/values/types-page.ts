import { castKind } from './cast-table.ts';
import { describeType } from './describe-type.ts';
import type { NeutralType } from './neutral-type.ts';
import { castMeanings, typeMeanings } from './type-meanings.ts';

/** One type of each kind, as the table of casts shows it. */
const shown: NeutralType[] = [
  { kind: 'boolean' },
  { kind: 'int16' },
  { kind: 'int32' },
  { kind: 'int64' },
  { kind: 'uint64' },
  { kind: 'decimal', precision: 12, scale: 2 },
  { kind: 'float32' },
  { kind: 'float64' },
  { kind: 'text' },
  { kind: 'bytes' },
  { kind: 'date' },
  { kind: 'time', precision: 6 },
  { kind: 'timestamp', precision: 6 },
  { kind: 'timestamptz', precision: 6 },
  { kind: 'interval' },
  { kind: 'uuid' },
  { kind: 'json' },
  { kind: 'enum', values: ['new', 'done'] },
  { kind: 'array', of: { kind: 'text' } },
  { kind: 'native', name: 'native' },
];

/** Casts whose kind depends on the sizes of the two types. */
const sized: [NeutralType, NeutralType][] = [
  [
    { kind: 'decimal', precision: 12, scale: 2 },
    { kind: 'decimal', precision: 14, scale: 4 },
  ],
  [
    { kind: 'decimal', precision: 14, scale: 4 },
    { kind: 'decimal', precision: 12, scale: 2 },
  ],
  [{ kind: 'decimal', precision: 5, scale: 0 }, { kind: 'int32' }],
  [{ kind: 'decimal', precision: 6, scale: 2 }, { kind: 'float32' }],
  [
    { kind: 'text', max: 40 },
    { kind: 'text', max: 80 },
  ],
  [
    { kind: 'text', max: 80 },
    { kind: 'text', max: 40 },
  ],
  [{ kind: 'int32' }, { kind: 'text', max: 11 }],
  [
    { kind: 'timestamptz', precision: 3 },
    { kind: 'timestamp', precision: 3 },
  ],
  [
    { kind: 'timestamptz', precision: 6 },
    { kind: 'timestamp', precision: 3 },
  ],
  [{ kind: 'interval' }, { kind: 'time', precision: 0 }],
  [
    { kind: 'enum', values: ['new', 'done'] },
    { kind: 'enum', values: ['done', 'new'] },
  ],
  [
    { kind: 'enum', values: ['new'] },
    { kind: 'enum', values: ['done', 'new'] },
  ],
  [
    { kind: 'enum', values: ['new', 'done'] },
    { kind: 'enum', values: ['done', 'lost'] },
  ],
  [
    { kind: 'array', of: { kind: 'int32' } },
    { kind: 'array', of: { kind: 'int64' } },
  ],
];

/** The page about types and casts, in Markdown. */
export function typesPage(): string {
  const types = Object.entries(typeMeanings).map(([kind, { holds, spelled }]) => [
    `\`${kind}\``,
    holds,
    spelled,
  ]);
  const kinds = Object.entries(castMeanings).map(([kind, meaning]) => [`\`${kind}\``, meaning]);
  const cell = (from: NeutralType, to: NeutralType) => {
    const cast = castKind(from, to);
    return 'refused' in cast ? '' : cast.kind;
  };
  const head = ['from \\ to', ...shown.map(name)];
  const rows = shown.map((from) => [name(from), ...shown.map((to) => cell(from, to))]);
  const refusals = new Map<string, string[]>();
  for (const from of shown) {
    for (const to of shown) {
      const cast = castKind(from, to);
      if (!('refused' in cast)) continue;
      const hint = cast.refused.replace(/^[^.]*\. /, '');
      refusals.set(hint, [...(refusals.get(hint) ?? []), `${from.kind} → ${to.kind}`]);
    }
  }
  return [
    '# Types and casts\n',
    "Every system's types are told in these words. Values travel as texts: none passes through a floating number or a\nlocal clock on its way, so none loses a digit or a microsecond.\n",
    table(['type', 'holds', 'a value is spelled'], types),
    '## Kinds of casts\n',
    'A cast is compiled once for each pair of fields. A value that a cast refuses parks its record, with the field and the\nreason; null stays null.\n',
    table(['kind', 'what it does'], kinds),
    'Before a flow is deployed, the real values of its two-way pairs go there and back: pairs with values that come back\nas other ones need a choice (one way, a step, or a recorded reason: `"lossy": { "reason": "…" }`).\nWhat comes of it tells of values, so only who may look at the rows of connections, an editor, is told it.\n',
    '## Casts\n',
    'An empty cell has no cast; what to do instead stands below.\n',
    table(head, rows),
    '### Where the sizes decide\n',
    table(
      ['from', 'to', 'kind'],
      sized.map(([from, to]) => [described(from), described(to), cell(from, to)]),
    ),
    '### Instead of a cast\n',
    `${[...refusals]
      .map(([hint, between]) => `- ${listed(between)}: ${hint.charAt(0).toLowerCase()}${hint.slice(1)}`)
      .join('\n')}\n`,
    'The steps are described in [transforms](transforms.md).\n',
  ].join('\n');
}

function listed(between: string[]): string {
  return between.length > 6 ? `${between.slice(0, 6).join(', ')} and others` : between.join(', ');
}

function name({ kind }: NeutralType): string {
  return `\`${kind}\``;
}

function described(type: NeutralType): string {
  return type.kind === 'enum' ? `enum (${type.values.join(', ')})` : describeType(type);
}

/** A table as the formatter leaves it: each column as wide as its widest cell. */
function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, at) => Math.max(3, ...[head, ...rows].map((row) => row[at]?.length ?? 0)));
  const line = (cells: string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line), ''].join('\n');
}
