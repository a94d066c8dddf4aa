import { describe, expect, it, test } from 'vitest';
import { MappingNode } from '#core/flow/flow-graph.ts';
import type { Problem } from '#core/flow/problem.ts';
import type { Suggestion } from '#core/mapping/suggestion.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import { optionalField, requiredField, streamOf } from '#testing/flow-fixtures.ts';
import type { FieldSuggestions } from '../node-environment.client.tsx';
import { arrangeRows, type Line } from './arrange-rows.ts';
import { automaticPairs, isUntouched } from './automatic-pairs.ts';
import { moveStop, rowsBetween, stopAfter, stopInPlace } from './grid-moves.ts';
import { canDirect, mappingActions } from './mapping-actions.ts';
import { mappingRows, openId, pairId } from './mapping-rows.ts';
import type { MappingSide, MappingSides } from './mapping-sides.ts';
import { openSuggestions } from './open-suggestions.ts';
import { setFurtherFields } from './transform/edit-steps.ts';

const text = { kind: 'text' } as const;
const sideOf = (schema: StreamSchema): MappingSide => ({
  title: schema.name,
  schema,
  rows: null,
  fields: new Map(schema.fields.map((field) => [field.name, field])),
});
const sides: MappingSides = {
  left: sideOf(
    streamOf('left', [
      requiredField('id', { kind: 'int32' }),
      optionalField('zip', text, { comment: 'Postal code' }),
      optionalField('Mail', text),
      optionalField('born', { kind: 'date' }),
      optionalField('phone', text),
    ]),
  ),
  right: sideOf(
    streamOf('right', [
      requiredField('key', { kind: 'int32' }),
      requiredField('email', text),
      optionalField('birthday', { kind: 'timestamp', precision: 6 }),
      optionalField('photo', { kind: 'bytes' }),
    ]),
  ),
};
const mapping = (more: object = {}) =>
  MappingNode.parse({
    id: 'm',
    kind: 'mapping',
    match: [['id', 'key']],
    fields: [
      { left: 'id', right: 'key' },
      { left: 'born', right: 'birthday', note: 'Asked Ada' },
    ],
    ...more,
  });
const problem = (fieldIndex: number, severity: Problem['severity']): Problem => ({
  code: 'CAST_LOSSY',
  severity,
  message: 'It loses something.',
  remedy: 'Mend it.',
  nodeId: 'm',
  edgeId: null,
  fieldIndex,
});
const suggestion = (left: string, right: string, confidence: number): Suggestion => ({
  left,
  right,
  confidence,
  reason: `${left} is like ${right}`,
  evidence: [],
});
const suggest = (pairs: Suggestion[], more: Suggestion[] = []): FieldSuggestions => ({
  matcher: 'test-1',
  thresholds: { accept: 0.8, review: 0.4 },
  pairs,
  ranked: [...Map.groupBy([...pairs, ...more], ({ left }) => left)].map(([left, candidates]) => ({
    left,
    candidates,
  })),
});
const suggested = suggest([suggestion('Mail', 'email', 0.9)]);
const view = { search: '', show: 'all', sort: 'schema' } as const;
const shown = (lines: Line[]) =>
  lines.map((line) => {
    if (line.kind === 'heading') return `# ${line.section} ${line.count}`;
    if (line.kind === 'open') return `${line.left?.field.name ?? '-'} | ${line.right?.field.name ?? '-'}`;
    return line.kind === 'pair'
      ? `${line.pair.left} = ${line.pair.right}`
      : `${line.left.name} ? ${line.right.name}`;
  });

describe('rows', () => {
  it('counts pairs, suggestions, required fields, open ones, and problems', () => {
    const { counts } = mappingRows(mapping(), sides, null, [problem(1, 'warning')]);
    expect(counts).toMatchObject({ paired: 2, review: 0, required: 1, unmapped: 5, problems: 2 });
    const reviewed = mappingRows(mapping(), sides, suggested, []).counts;
    expect(reviewed).toMatchObject({ paired: 2, review: 1, required: 1, unmapped: 3, problems: 1 });
  });

  it('needs only what the direction writes', () => {
    const { counts } = mappingRows(mapping({ direction: 'backward' }), sides, null, []);
    expect(counts.required).toBe(0);
    const oneWay = mapping({
      fields: [
        { left: 'id', right: 'key' },
        { left: 'Mail', right: 'email', direction: 'backward' },
      ],
    });
    expect(mappingRows(oneWay, sides, null, []).counts.required).toBe(1);
  });

  it('suggests nothing for a field that has a pair, and no pair of keys that each side makes itself', () => {
    const taken = suggest([suggestion('zip', 'birthday', 0.9)]);
    expect(mappingRows(mapping(), sides, taken, []).suggestions).toEqual([]);
    const linked = mapping({ match: [], link: { by: [] }, fields: [] });
    const keys = suggest([suggestion('id', 'key', 1)]);
    const rows = mappingRows(linked, sides, keys, []);
    expect(rows.suggestions).toEqual([]);
    expect(rows.counts.required).toBe(1);
  });
});

describe('arranging', () => {
  const rows = mappingRows(mapping(), sides, suggested, [problem(1, 'warning')]);
  const open = mappingRows(mapping(), sides, null, []);

  it('puts what must be mapped on top, then what waits, the pairs, and the open fields side by side', () => {
    expect(shown(arrangeRows(rows, view))).toEqual([
      '# review 1',
      'Mail ? email',
      '# pairs 2',
      'id = key',
      'born = birthday',
      '# open 3',
      'zip | photo',
      'phone | -',
    ]);
    expect(shown(arrangeRows(open, { ...view, show: 'unmapped' }))).toEqual([
      '# required 1',
      '- | email',
      '# open 4',
      'zip | photo',
      'Mail | -',
      'phone | -',
    ]);
  });

  it('filters', () => {
    expect(shown(arrangeRows(rows, { ...view, show: 'review' }))).toEqual(['# review 1', 'Mail ? email']);
    expect(shown(arrangeRows(rows, { ...view, show: 'problems' }))).toEqual(['# pairs 1', 'born = birthday']);
  });

  test.each([
    ['BIRTH', ['# pairs 1', 'born = birthday']],
    ['postal', ['# open 1', 'zip | -']],
    ['ada', ['# pairs 1', 'born = birthday']],
    ['bytes', ['# open 1', '- | photo']],
    ['mail text', ['# review 1', 'Mail ? email']],
    ['mail nothing', []],
  ])('finds "%s" in names, labels, types and notes', (search, lines) => {
    expect(shown(arrangeRows(rows, { ...view, search }))).toEqual(lines);
  });

  it('sorts by name and by how bad it is, otherwise in the order of the schema', () => {
    expect(shown(arrangeRows(rows, { ...view, sort: 'name' }))).toEqual(
      expect.arrayContaining(['# pairs 2', 'born = birthday', 'id = key', 'phone | photo', 'zip | -']),
    );
    const bad = arrangeRows(rows, { ...view, sort: 'problem', show: 'all', search: 'key birthday' });
    expect(bad).toEqual([]);
    expect(shown(arrangeRows(rows, { ...view, sort: 'problem' })).slice(2, 5)).toEqual([
      '# pairs 2',
      'born = birthday',
      'id = key',
    ]);
  });
});

describe('moving', () => {
  const lines = arrangeRows(mappingRows(mapping(), sides, suggested, []), view);
  const open = (side: 'left' | 'right', name: string) => openId(side, name);

  it('passes headings over, keeps to the column, and stops at the ends', () => {
    expect(moveStop(lines, null, 'ArrowDown')).toBe(pairId('Mail', 'email'));
    expect(moveStop(lines, pairId('Mail', 'email'), 'ArrowDown')).toBe(pairId('id', 'key'));
    expect(moveStop(lines, pairId('Mail', 'email'), 'ArrowUp')).toBe(pairId('Mail', 'email'));
    expect(moveStop(lines, pairId('born', 'birthday'), 'ArrowDown')).toBe(open('left', 'zip'));
    expect(moveStop(lines, open('left', 'zip'), 'ArrowRight')).toBe(open('right', 'photo'));
    expect(moveStop(lines, open('right', 'photo'), 'ArrowDown')).toBe(open('left', 'phone'));
    expect(moveStop(lines, open('right', 'photo'), 'ArrowUp')).toBe(pairId('born', 'birthday'));
    expect(moveStop(lines, open('left', 'phone'), 'ArrowRight')).toBe(open('left', 'phone'));
    expect(moveStop(lines, open('left', 'phone'), 'Home')).toBe(pairId('Mail', 'email'));
    expect(moveStop(lines, pairId('id', 'key'), 'End')).toBe(open('left', 'phone'));
    expect(moveStop([], null, 'ArrowDown')).toBeNull();
  });

  it('selects everything between two rows, whichever comes first', () => {
    const all = [pairId('Mail', 'email'), pairId('id', 'key'), pairId('born', 'birthday')];
    expect(rowsBetween(lines, all[2]!, all[0]!)).toEqual(all);
    expect(rowsBetween(lines, 'gone', all[1]!)).toEqual([all[1]]);
    expect(rowsBetween(lines, all[1]!, open('left', 'zip'))).toEqual([]);
  });

  it('goes on to what comes after the rows that were decided on', () => {
    const [first, key, born] = [pairId('Mail', 'email'), pairId('id', 'key'), pairId('born', 'birthday')];
    expect(stopAfter(lines, new Set([key]))).toBe(born);
    expect(stopAfter(lines, new Set([born]))).toBe(key);
    expect(stopAfter(lines, new Set([key, born]))).toBe(open('left', 'zip'));
    expect(stopAfter(lines, new Set([first]))).toBe(key);
    expect(stopAfter([], new Set([first]))).toBeNull();
  });

  it('goes on where something was', () => {
    expect(stopInPlace(lines, 2)).toBe(pairId('id', 'key'));
    expect(stopInPlace(lines, 99)).toBe(open('left', 'phone'));
    expect(stopInPlace([], 0)).toBeNull();
  });
});

describe('acting', () => {
  function acting(node = mapping()) {
    const calls: (string | undefined)[] = [];
    const actions = mappingActions(
      sides,
      suggested,
      (recipe, gesture) => {
        calls.push(gesture);
        recipe(node);
      },
      () => calls.push('end'),
    );
    return { node, calls, actions, rows: () => mappingRows(node, sides, suggested, []) };
  }

  it('does whatever it does to many rows in one step', () => {
    const { node, calls, actions, rows } = acting();
    actions.accept(rows().suggestions);
    const decision = { kind: 'accepted', confidence: 0.9, reason: 'Mail is like email', matcher: 'test-1' };
    expect(node.fields.at(-1)).toEqual({ left: 'Mail', right: 'email', decision });
    actions.direct(rows().pairs, 'forward');
    expect(node.fields.map(({ direction }) => direction)).toEqual([undefined, 'forward', 'forward']);
    actions.remove(rows().pairs);
    expect(node).toMatchObject({ fields: [], match: [] });
    expect(calls).toEqual([undefined, undefined, undefined]);
  });

  it('pairs nothing that no cast joins, and finds records by the first pair of keys', () => {
    const { node, actions } = acting(mapping({ match: [], fields: [] }));
    actions.pair('born', 'photo');
    expect(node.fields).toEqual([]);
    actions.pair('id', 'key');
    const decision = { kind: 'drawn' };
    expect(node).toMatchObject({ fields: [{ left: 'id', right: 'key', decision }], match: [['id', 'key']] });
  });

  it('takes what is sure by itself, leaves two keys to a person, and a person may stand by it or not', () => {
    const { node, actions, rows } = acting(mapping({ match: [], fields: [] }));
    const sure = suggest([
      suggestion('id', 'key', 1),
      suggestion('Mail', 'email', 0.9),
      suggestion('zip', 'birthday', 0.6),
    ]);
    expect(isUntouched(node)).toBe(true);
    const automatic = automaticPairs(node, sides, sure);
    expect(automatic.map(({ left }) => left)).toEqual(['Mail']);
    actions.takeAutomatically(automatic);
    expect(isUntouched(node)).toBe(false);
    const [row] = rows().pairs;
    expect(row?.pair.decision).toMatchObject({ kind: 'automatic', confidence: 0.9, matcher: 'test-1' });
    expect(rows().counts.automatic).toBe(1);
    actions.accept([row!]);
    expect(rows().pairs[0]?.pair.decision).toMatchObject({ kind: 'accepted', confidence: 0.9 });
    actions.reject(rows().pairs);
    expect(node).toMatchObject({ fields: [], rejected: [{ left: 'Mail', right: 'email', confidence: 0.9 }] });
    expect(rows().suggestions).toEqual([]);
    expect(isUntouched(node)).toBe(false);
    // Drawn all the same: no longer turned down.
    actions.pair('Mail', 'email');
    expect(node.rejected).toBeUndefined();
    expect(node.fields[0]?.decision).toMatchObject({ kind: 'drawn', confidence: 0.9 });
  });

  it('gives back what took itself, and turns down nothing that a person drew', () => {
    const { node, actions, rows } = acting();
    actions.takeAutomatically(suggested.pairs);
    actions.giveBackAutomatic();
    expect(node.fields).toHaveLength(2);
    actions.reject(rows().pairs);
    expect(node.fields).toHaveLength(2);
  });

  it('offers the next best right field once the best is out, and names the others', () => {
    const options = suggest(
      [suggestion('Mail', 'email', 0.9)],
      [
        suggestion('Mail', 'birthday', 0.5),
        suggestion('zip', 'email', 0.45),
        suggestion('phone', 'email', 0.1),
      ],
    );
    const open = { match: [['id', 'key']], fields: [] };
    const names = (node: MappingNode) =>
      openSuggestions(node, sides, options).map(({ left, right, others }) =>
        [left.name, right.name, ...others.map((other) => other.right)].join(' '),
      );
    expect(names(mapping(open))).toEqual(['Mail email birthday']);
    const rejected = [{ left: 'Mail', right: 'email' }];
    expect(names(mapping({ ...open, rejected }))).toEqual(['zip email', 'Mail birthday']);
  });

  it('fills a field from no other, for its side alone', () => {
    const { node, actions, rows } = acting();
    actions.compute('right', 'email');
    expect(MappingNode.parse(node).fields.at(-1)).toMatchObject({
      left: '',
      right: 'email',
      direction: 'forward',
    });
    expect(rows().counts.required).toBe(0);
    expect(rows().open.right.map(({ field }) => field.name)).toEqual(['photo']);
  });

  it('counts further fields of a pair as mapped', () => {
    const { node, actions, rows } = acting();
    const row = rows().pairs[1]!;
    actions.change(row, (pair) => setFurtherFields(pair, 'left', ['zip']));
    expect(node.fields[1]).toMatchObject({ also: { left: ['zip'] } });
    expect(rows().open.left.map(({ field }) => field.name)).toEqual(['phone']);
  });

  it('narrows no key, nor a lane that goes one way', () => {
    const { rows } = acting();
    const [key, other] = rows().pairs;
    expect(canDirect(mapping(), key!, 'forward')).toBe(false);
    expect(canDirect(mapping(), other!, 'forward')).toBe(true);
    expect(canDirect(mapping({ direction: 'forward' }), other!, 'both')).toBe(false);
  });

  it('writes a note as one run of typing', () => {
    const { node, calls, actions, rows } = acting();
    const row = rows().pairs[1]!;
    actions.note(row, 'Bob says so');
    expect(node.fields[1]).toMatchObject({ note: 'Bob says so' });
    actions.note(row, '');
    actions.noteEnd();
    expect(node.fields[1]).not.toHaveProperty('note');
    expect(calls).toEqual(['note-1', 'note-1', 'end']);
  });
});
