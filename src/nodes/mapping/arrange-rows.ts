import type { Side } from '#core/change/change-event.ts';
import { describeType } from '#core/values/describe-type.ts';
import type { Field } from '#core/values/stream-schema.ts';
import {
  isTroubled,
  type MappingRows,
  type OpenField,
  type PairRow,
  type SuggestionRow,
} from './mapping-rows.ts';

/** Which rows the list shows. */
export const mappingFilters = ['all', 'review', 'problems', 'unmapped', 'automatic'] as const;
export type MappingFilter = (typeof mappingFilters)[number];

export const mappingSorts = ['schema', 'name', 'confidence', 'problem'] as const;
export type MappingSort = (typeof mappingSorts)[number];

export type MappingSection = 'required' | 'review' | 'pairs' | 'open';

/** One line of the list, all of the same height. */
export type Line =
  | { kind: 'heading'; section: MappingSection; count: number }
  | PairRow
  | SuggestionRow
  /** Two fields without a pair, side by side; they have nothing to do with each other. */
  | { kind: 'open'; section: 'required' | 'open'; left: OpenField | null; right: OpenField | null };

const belongs: Record<Exclude<MappingFilter, 'unmapped'>, (row: PairRow) => boolean> = {
  all: () => true,
  review: ({ pair }) => pair.decision?.reopened !== undefined,
  automatic: ({ pair }) => pair.decision?.kind === 'automatic',
  problems: isTroubled,
};

/** The lines of a mapping's list, as searched, filtered and sorted. */
export function arrangeRows(
  rows: MappingRows,
  view: { search: string; show: MappingFilter; sort: MappingSort },
): Line[] {
  const words = view.search.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (row: PairRow | SuggestionRow | OpenField) => {
    if (words.length === 0) return true;
    const text = textOf(row);
    return words.every((word) => text.includes(word));
  };
  const { show } = view;
  const open = (side: Side, required: boolean) =>
    sorted(
      rows.open[side].filter((row) => row.required === required && fits(row)),
      view.sort,
    );
  const suggestions = show === 'all' || show === 'review' ? rows.suggestions.filter(fits) : [];
  const pairs = show === 'unmapped' ? [] : rows.pairs.filter((row) => belongs[show](row) && fits(row));
  return [
    ...(show === 'review' || show === 'automatic'
      ? []
      : sideBySide('required', open('left', true), open('right', true))),
    ...section('review', [
      ...sorted(
        suggestions.filter(({ required }) => required.left || required.right),
        view.sort,
      ),
      ...sorted(
        suggestions.filter(({ required }) => !required.left && !required.right),
        view.sort,
      ),
    ]),
    ...section('pairs', sorted(pairs, view.sort)),
    ...(show === 'all' || show === 'unmapped'
      ? sideBySide('open', open('left', false), open('right', false))
      : []),
  ];
}

function section(name: MappingSection, rows: (PairRow | SuggestionRow)[]): Line[] {
  return rows.length === 0 ? [] : [{ kind: 'heading', section: name, count: rows.length }, ...rows];
}

function sideBySide(
  name: 'required' | 'open',
  left: readonly OpenField[],
  right: readonly OpenField[],
): Line[] {
  const count = left.length + right.length;
  if (count === 0) return [];
  const lines = Array.from(
    { length: Math.max(left.length, right.length) },
    (_, at): Line => ({ kind: 'open', section: name, left: left[at] ?? null, right: right[at] ?? null }),
  );
  return [{ kind: 'heading', section: name, count }, ...lines];
}

/** What of a row can be searched: the names, labels and types of its fields, and the note on a pair. */
function textOf(row: PairRow | SuggestionRow | OpenField): string {
  const fields = row.kind === 'open' ? [row.field] : [row.left, row.right];
  const names = row.kind === 'pair' ? [row.pair.left, row.pair.right, row.pair.note ?? ''] : [];
  return [...names, ...fields.map((field) => (field ? fieldText(field) : ''))].join(' ').toLowerCase();
}

function fieldText({ name, comment, nativeType, type }: Field): string {
  return `${name} ${comment ?? ''} ${nativeType} ${describeType(type)}`;
}

/** In the order given, which is the schema's, where rows do not differ in what they are sorted by. */
function sorted<R extends PairRow | SuggestionRow | OpenField>(rows: readonly R[], sort: MappingSort): R[] {
  if (sort === 'schema') return [...rows];
  if (sort === 'problem') return rows.toSorted((a, b) => gravity(a) - gravity(b));
  if (sort === 'confidence') return rows.toSorted((a, b) => confidenceOf(b) - confidenceOf(a));
  return rows.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b), 'en', { numeric: true }));
}

function nameOf(row: PairRow | SuggestionRow | OpenField): string {
  if (row.kind === 'pair') return row.pair.left;
  return row.kind === 'open' ? row.field.name : row.left.name;
}

/** The surest first; what nobody but a person vouches for comes last. */
function confidenceOf(row: PairRow | SuggestionRow | OpenField): number {
  if (row.kind === 'suggestion') return row.suggestion.confidence;
  return (row.kind === 'pair' ? row.pair.decision?.confidence : undefined) ?? -1;
}

/** Less is worse. */
function gravity(row: PairRow | SuggestionRow | OpenField): number {
  if (row.kind !== 'pair') return 2;
  if (row.problems.some(({ severity }) => severity === 'error')) return 0;
  return isTroubled(row) ? 1 : 2;
}
