import { describe, expect, test } from 'vitest';
import { fieldOf } from '#testing/value-fixtures.ts';
import type { CodeUse } from '../code/code-use.ts';
import type { LaneCode, LaneView, MappedPair, ViewStep } from '../flow/lane.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import type { StreamSchema } from '../values/stream-schema.ts';
import { fitView } from './fit-view.ts';

const int: NeutralType = { kind: 'int32' };
const text: NeutralType = { kind: 'text' };

const stream = (types: Record<string, NeutralType>): StreamSchema => ({
  name: 'public.contacts',
  fields: Object.entries(types).map(([name, type]) => fieldOf(type, { name })),
  ...{ key: ['id'], uniques: [], references: [], rowEstimate: null, beforeImage: 'full' },
});
const deployed = stream({ id: int, name: text, note: text });
const reads = (...names: string[]): CodeUse => ({ reads: names, passes: false, makes: [], always: [] });
const coded = (
  output: Record<string, NeutralType>,
  uses?: LaneCode['uses'],
  form: LaneCode['form'] = 'transform',
): ViewStep => {
  const fields = (types: Record<string, NeutralType>) =>
    Object.entries(types).map(([name, type]) => ({ name, type, nullable: true }));
  const code = { nodeId: 'tidy', form, source: '', modules: {}, tables: {}, ...(uses ? { uses } : {}) };
  const input = fields({ id: int, name: text, note: text });
  const see = form === 'lens' ? 'forward' : form === 'filter' ? 'filter' : 'transform';
  return {
    ...{ kind: 'code', see, back: form === 'lens' ? 'backward' : null, leave: 'keep' },
    code: { ...code, input, output: form === 'filter' ? input : fields(output) },
  } as ViewStep;
};
const view = (...steps: ViewStep[]): LaneView => ({ own: deployed, steps, passing: ['id'] });
const broken = (of: LaneView, now: StreamSchema) =>
  fitView(of, now).broken.map(({ nodeId, fields }) => `${nodeId}: ${fields.join(' ')}`);
const fieldsOf = (of: LaneView, now: StreamSchema) =>
  fitView(of, now).view.steps.map((step) =>
    step.kind !== 'code'
      ? (step.kind === 'filter' ? step.fields : step.given).map(({ name }) => name)
      : [step.code.input, step.code.output].map((list) => list.map(({ name }) => name)),
  );

const gone = stream({ id: int, name: text });
const retyped = stream({ id: int, name: text, note: int });
const out = { id: int, full: text };

describe('[E15] a field that drifted, on a side with code', () => {
  test('is nothing where the store only spells its type in another order', () => {
    const stored = stream({ id: int, price: { kind: 'decimal', precision: 10, scale: 2 } });
    const now = stream({ id: int, price: { kind: 'decimal', scale: 2, precision: 10 }, more: text });
    const fitted = fitView({ own: stored, steps: [], passing: ['id'] }, now);
    expect(fitted.broken).toEqual([]);
    expect(fitted.view.own.fields.map(({ name }) => name)).toEqual(['id', 'price']);
  });

  test('stops code of which nobody can tell what it reads, and code that reads it', () => {
    expect(broken(view(coded(out)), gone)).toEqual(['tidy: note']);
    expect(broken(view(coded(out, { transform: reads('name', 'note') })), retyped)).toEqual(['tidy: note']);
  });

  test('is followed where the code does not use it: it is not given any more', () => {
    const of = view(coded(out, { transform: reads('name') }));
    expect(fitView(of, gone)).toMatchObject({ broken: [], drifted: new Map() });
    expect(fieldsOf(of, gone)).toEqual([
      [
        ['id', 'name'],
        ['id', 'full'],
      ],
    ]);
    expect(broken(of, retyped)).toEqual([]);
  });

  test('is followed through code that hands it on, as far as it comes', () => {
    const passes = { ...reads('name'), passes: true, makes: ['name'], always: ['name'] };
    const same = { id: int, name: text, note: text };
    const of = view(coded(same, { transform: passes }));
    expect([...fitView(of, gone).drifted.keys()]).toEqual(['note']);
    expect(fieldsOf(of, gone)).toEqual([
      [
        ['id', 'name'],
        ['id', 'name'],
      ],
    ]);
    expect(fitView(of, retyped).drifted.get('note')).toMatchObject({ type: int });
    // What the code always makes anew is what it was.
    const makes = { ...passes, makes: ['note'], always: ['note'] };
    expect(fitView(view(coded(same, { transform: makes })), gone).drifted.size).toBe(0);
    // The next one reads what the first hands on.
    const second = coded(out, { transform: reads('note') });
    expect(broken(view(coded(same, { transform: passes }), second), gone)).toEqual(['tidy: note']);
  });

  test('passes a filter of code, and one of the canvas, that do not read it', () => {
    const filter = (condition: string): ViewStep => ({
      kind: 'filter',
      filter: { nodeId: 'only', condition, leave: 'keep' },
      fields: deployed.fields,
    });
    expect(broken(view(filter('name != ""'), coded(out, { filter: reads('name') }, 'filter')), gone)).toEqual(
      [],
    );
    expect(broken(view(filter('note != ""')), gone)).toEqual(['only: note']);
    expect(broken(view(coded(out, { filter: reads('note') }, 'filter')), gone)).toEqual(['tidy: note']);
  });

  test('[E30] passes a mapping behind which code stands, as far as its pairs have a way from it', () => {
    const pair = (left: string, right: string): MappedPair => ({
      left,
      right,
      direction: 'forward',
      key: false,
    });
    const mapping = (...pairs: MappedPair[]): ViewStep => {
      const made = pairs.map(({ right }) => fieldOf(text, { name: right }));
      return { kind: 'mapping', nodeId: 'map', to: 'right', given: deployed.fields, made, pairs };
    };
    const used = mapping(pair('name', 'full'), pair('note', 'remark'));
    expect(broken(view(used), gone)).toEqual(['map: note']);
    expect(broken(view(used), retyped)).toEqual([]);
    expect(fitView(view(used), retyped).drifted.size).toBe(0);
    const [step] = fitView(view(used), retyped).view.steps;
    expect(step?.kind === 'mapping' && step.given.find(({ name }) => name === 'note')?.type).toEqual(int);
    expect(broken(view(mapping(pair('name', 'full'))), gone)).toEqual([]);
  });

  test('stops a lens whose way back sets it, or cannot be told', () => {
    const back = (makes: string[] | null, more: Partial<CodeUse> = {}) => ({
      forward: reads('name'),
      backward: { ...reads('full'), makes, ...more },
    });
    const lens = (uses: LaneCode['uses'], output: Record<string, NeutralType> = out) =>
      view(coded(output, uses, 'lens'));
    expect(broken(lens(back(['name'])), gone)).toEqual([]);
    expect(broken(lens(back(['name', 'note'])), gone)).toEqual(['tidy: note']);
    expect(broken(lens(back(null)), gone)).toEqual(['tidy: note']);
    expect(broken(lens({ forward: reads('name') }), gone)).toEqual(['tidy: note']);
    const both = { id: int, name: text, note: text };
    const passing = { ...reads('name'), passes: true, makes: ['name'], always: ['name'] };
    expect(broken(lens({ forward: passing, backward: passing }, both), gone)).toEqual([]);
    // Made up on the way there, it would go back into a field that is gone.
    const made = { ...reads('name'), makes: ['note'], always: ['note'] };
    expect(broken(lens({ forward: made, backward: passing }, both), gone)).toEqual(['tidy: note']);
  });
});
