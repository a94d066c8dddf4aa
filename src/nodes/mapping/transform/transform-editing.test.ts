import { describe, expect, it, test } from 'vitest';
import { FieldPair } from '#core/flow/flow-graph.ts';
import { pairFields } from '#core/flow/pair-title.ts';
import { Transform, type TransformKind } from '#core/transform/transform.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import type { Row } from '#core/values/value.ts';
import { optionalField, streamOf } from '#testing/flow-fixtures.ts';
import { completeExpression } from '../../complete-expression.ts';
import type { MappingSide, MappingSides } from '../mapping-sides.ts';
import {
  addStep,
  changeStep,
  moveStep,
  removeStep,
  setFurtherFields,
  setSteps,
  stepsOf,
} from './edit-steps.ts';
import { fieldsAtStep } from './fields-at-step.ts';
import { previewPair } from './preview-pair.ts';
import { readCell, readPastedTable, showCell } from './read-pasted-table.ts';
import { stepKinds } from './step-kinds.ts';

const text: NeutralType = { kind: 'text' };
const side = (name: string, fields: [string, NeutralType][], rows: Row[]): MappingSide => {
  const schema = streamOf(
    name,
    fields.map(([field, type]) => optionalField(field, type)),
  );
  return { title: name, schema, rows, fields: new Map(schema.fields.map((field) => [field.name, field])) };
};
const sides: MappingSides = {
  left: side(
    'left',
    [
      ['first', text],
      ['last', text],
      ['Odd Name', text],
    ],
    [
      { first: ' Ada ', last: 'Lovelace' },
      { first: 'Grace', last: 'Hopper' },
      { first: null, last: 'Nobody' },
    ],
  ),
  right: side('right', [['name', text]], [{ name: 'Ada Lovelace' }]),
};
const trim = stepKinds.trim.create([], []);
const lower: Transform = { kind: 'case', to: 'lower' };
const pairOf = (more: object = {}) => FieldPair.parse({ left: 'first', right: 'name', ...more });

describe('kinds of steps', () => {
  const fields = [...sides.left.fields.values()];
  test.each(Object.keys(stepKinds) as TransformKind[])(
    '%s begins with settings that can be saved',
    (kind) => {
      for (const from of [[], fields.slice(0, 1), fields.slice(2), fields]) {
        const step = stepKinds[kind].create(from, ['a', 'b']);
        expect(Transform.parse(step)).toEqual(step);
        expect(step.kind).toBe(kind);
      }
      const settings = stepKinds[kind].create(fields, []);
      const known = Object.keys({ ...settings, digits: 0, part: 0, country: '' });
      for (const { key } of stepKinds[kind].controls) expect(known).toContain(key);
    },
  );
});

describe('editing steps', () => {
  it('adds, changes, moves and removes them, and leaves no trace of none', () => {
    const pair = pairOf();
    addStep(pair, 'forward', trim);
    addStep(pair, 'forward', lower);
    moveStep(pair, 'forward', 1, -1);
    changeStep(pair, 'forward', 0, { kind: 'case', to: 'upper' });
    expect(stepsOf(pair, 'forward')).toEqual([{ kind: 'case', to: 'upper' }, trim]);
    expect(stepsOf(pair, 'backward')).toBeUndefined();
    setSteps(pair, 'backward', []);
    expect(pair.transform).toHaveProperty('backward', []);
    removeStep(pair, 'forward', 0);
    removeStep(pair, 'forward', 0);
    expect(pair).toEqual({ left: 'first', right: 'name' });
  });

  it('joins further fields, and forgets that there were any', () => {
    const pair = pairOf();
    setFurtherFields(pair, 'left', ['last']);
    expect(pairFields(pair, 'left')).toEqual(['first', 'last']);
    expect(FieldPair.parse(pair).also).toEqual({ left: ['last'] });
    setFurtherFields(pair, 'left', []);
    expect(pair).not.toHaveProperty('also');
    expect(pairFields({ left: '', right: 'name' }, 'left')).toEqual([]);
  });
});

describe('what a step can name', () => {
  const first = sides.left.fields.get('first')!;
  const read: Transform = { kind: 'read-number', decimal: '.', group: '', prefix: '', suffix: '' };

  it('is the fields of the pair, and behind another step its value', () => {
    expect(fieldsAtStep([read], 0, [first]).map(({ name }) => name)).toEqual(['first']);
    expect(fieldsAtStep([read, lower], 1, [first])).toMatchObject([
      { name: 'value', type: { kind: 'decimal' } },
    ]);
  });

  it('is nothing behind a step that cannot be taken', () => {
    expect(fieldsAtStep([{ kind: 'template', text: '{nobody}' }, lower], 1, [first])).toEqual([]);
  });
});

describe('trying them', () => {
  it('shows what values of real records become, and what comes back', () => {
    const preview = previewPair(pairOf({ transform: { forward: [trim], backward: [] } }), 'both', sides);
    expect(preview).toEqual({
      from: 'left',
      lines: [
        { from: ' Ada ', to: { value: 'Ada' }, back: { value: 'Ada' }, changed: true },
        { from: 'Grace', to: { value: 'Grace' }, back: { value: 'Grace' }, changed: false },
        { from: null, to: { value: null }, back: { value: null }, changed: false },
      ],
    });
  });

  it('says which step has no way back, and what to do', () => {
    const transform = { forward: [{ kind: 'constant', value: 'x' }] };
    expect(previewPair(pairOf({ transform }), 'both', sides)).toMatchObject({
      refused: expect.stringContaining('one way only'),
      remedy: expect.stringContaining('one way'),
    });
    expect(previewPair(pairOf({ transform }), 'forward', sides)).toMatchObject({
      lines: [{ to: { value: 'x' }, back: null, changed: false }, {}, {}],
    });
  });

  it('puts several fields through, and tells of a value that does not fit', () => {
    const join = pairOf({
      also: { left: ['last'] },
      transform: { forward: [{ kind: 'template', text: '{last}, {first}' }] },
    });
    const preview = previewPair(join, 'forward', sides);
    expect(preview).toMatchObject({ lines: [{ to: { value: 'Lovelace,  Ada ' } }, {}, {}] });
    const lookup = { forward: [{ kind: 'lookup', entries: [['Grace', 'G']], unmatched: 'fail' }] };
    expect(previewPair(pairOf({ transform: lookup }), 'forward', sides)).toMatchObject({
      lines: [{ to: { misfit: expect.stringContaining('does not list') } }, { to: { value: 'G' } }, {}],
    });
  });

  it('begins at the side that values come from', () => {
    const preview = previewPair(pairOf({ transform: { backward: [lower] } }), 'backward', sides);
    expect(preview).toMatchObject({ from: 'right', lines: [{ to: { value: 'ada lovelace' }, back: null }] });
  });
});

describe('tables from a spreadsheet', () => {
  it('reads lines, tabs, quotes and empty cells', () => {
    expect(
      readPastedTable('DE\tGermany\r\nFR\t"Fran\tce"\n\t\n"a ""b"""\t\nC\t"two\nlines"\textra\n'),
    ).toEqual([
      ['DE', 'Germany'],
      ['FR', 'Fran\tce'],
      ['a "b"', null],
      ['C', 'two\nlines'],
    ]);
    expect(readPastedTable('one value\nof two lines')).toBeNull();
  });

  it('tells null from a text of no characters', () => {
    for (const value of [null, '', 'x']) expect(readCell(showCell(value))).toBe(value);
  });
});

describe('completing an expression', () => {
  const fields = [...sides.left.fields.values()];
  const offered = (typed: string, caret = typed.length) =>
    completeExpression(typed, caret, fields).completions.map((each) => each.text);

  it('offers fields, then functions, that begin with the word before the caret', () => {
    expect(offered('l')).toEqual(['last', 'lower(']);
    expect(offered('fi')).toEqual(['first', 'field(', 'find(']);
    expect(offered('upper(odd')).toEqual(['field("Odd Name")']);
    expect(completeExpression('upper(la', 8, fields).from).toBe(6);
    expect(offered('last + l', 4)).toEqual([]);
    expect(offered('"a" ')).toEqual([]);
  });
});
