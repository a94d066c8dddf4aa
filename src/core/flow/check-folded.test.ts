import { describe, expect, test } from 'vitest';
import { compiledExample, errors, mappingOf, node, warnings } from '#testing/compile-fixtures.ts';
import { contacts, optionalField, people, requiredField } from '#testing/flow-fixtures.ts';
import type { FlowGraph, FlowNode } from './flow-graph.ts';
import { seenAtNode } from './seen-at-node.ts';

const text = { kind: 'text' } as const;
const field = (name: string) => ({ name, type: text, nullable: true });

/** A one-way flow with nodes between the mapping and the endpoint that it writes to, in the order of the values. */
const behind =
  (direction: 'forward' | 'backward', ...nodes: object[]) =>
  (graph: FlowGraph) => {
    const mapping = mappingOf(graph);
    mapping.direction = direction;
    for (const pair of mapping.fields) delete pair.direction;
    const put = nodes.map((each, at) =>
      node({ id: `code${at}`, ...('kind' in each ? {} : { kind: 'code', source: 'x' }), ...each }),
    );
    graph.nodes.push(...put);
    const [edgeId, ordered] = direction === 'forward' ? ['e3', put] : ['e1', put.toReversed()];
    const edge = graph.edges.find(({ id }) => id === edgeId);
    if (!edge) throw new Error(`no edge ${edgeId}`);
    const chain = [edge.source, ...ordered.map(({ id }: FlowNode) => id), edge.target];
    graph.edges = [
      ...graph.edges.filter((each) => each !== edge),
      ...chain.slice(1).map((target, at) => ({ id: `b${at}`, source: chain[at] ?? '', target })),
    ];
  };
const names = (fields: readonly { name: string }[] | undefined) => fields?.map(({ name }) => name);

describe('code behind the mapping of a one-way lane', () => {
  test('[E30] is given what the mapping makes, in the fields of the written side; the lane pairs what the code makes', () => {
    const { lanes, code, problems } = compiledExample(behind('forward', {}));
    expect(errors(problems)).toEqual([]);
    const [lane] = lanes;
    expect(lane?.left.view?.own).toEqual(contacts);
    expect(lane?.left.view?.passing).toEqual(['id']);
    expect(lane?.left.view?.steps).toMatchObject([
      { kind: 'mapping', nodeId: 'map', to: 'right' },
      { kind: 'code', see: 'transform', back: null, passing: ['contact_id'] },
    ]);
    expect(names(lane?.left.stream.fields)).toEqual(['id', 'email_address', 'full_name', 'created']);
    expect(lane?.right).toEqual({ nodeId: 'app', connection: 'app', stream: people });
    expect(lane?.fields.map(({ left, right, key }) => [left, right, key])).toEqual([
      ['id', 'contact_id', true],
      ['email_address', 'email_address', false],
      ['full_name', 'full_name', false],
      ['created', 'created', false],
    ]);
    expect(code).toMatchObject([{ nodeId: 'code0', side: 'left', key: ['contact_id'] }]);
    expect(names(code[0]?.input)).toEqual(['contact_id', 'email_address', 'full_name', 'created']);
    expect(code[0]?.input.at(-1)?.type).toEqual({ kind: 'timestamp', precision: 6 });
    expect(code[0]?.output).toEqual(code[0]?.input);
  });

  test('[E30] goes from right to left where the mapping does', () => {
    const { lanes, code, problems } = compiledExample(behind('backward', { form: 'batch' }));
    expect(errors(problems)).toEqual([]);
    expect(lanes[0]?.right.view).toMatchObject({ own: people, passing: ['contact_id'] });
    expect(lanes[0]?.left).toEqual({ nodeId: 'crm', connection: 'crm', stream: contacts });
    expect(lanes[0]?.fields.map(({ left, right }) => [left, right])).toEqual([
      ['id', 'contact_id'],
      ['email', 'email'],
      ['name', 'name'],
      ['created_at', 'created_at'],
    ]);
    expect(code).toMatchObject([{ nodeId: 'code0', side: 'right', key: ['id'] }]);
  });

  test('[E30] what finds a field of its own need not be one of the written side, if the code makes others of it', () => {
    const split = (graph: FlowGraph) => {
      behind('forward', { fields: [field('email_address'), field('full_name')] })(graph);
      mappingOf(graph).fields.push({ left: 'created_at', right: 'moment' });
    };
    const { lanes, code, problems } = compiledExample(split);
    expect(errors(problems)).toEqual([]);
    expect(code[0]?.input.at(-1)).toEqual({
      name: 'moment',
      type: { kind: 'timestamptz', precision: 6 },
      nullable: true,
    });
    expect(names(lanes[0]?.left.stream.fields)).toEqual(['id', 'email_address', 'full_name']);
    // Without fields of its own the code makes nothing else of it.
    const same = (graph: FlowGraph) => {
      behind('forward', {})(graph);
      mappingOf(graph).fields.push({ left: 'created_at', right: 'moment' });
    };
    expect(errors(compiledExample(same).problems)).toEqual(['FIELD_MISSING map#4']);
    const more = behind('forward', { fields: [field('email_address'), field('domain')] });
    expect(errors(compiledExample(more).problems)).toEqual(['FIELD_MISSING code0']);
  });

  test('[E30] several follow one another, filters between them in their place; a lens takes its one function', () => {
    const chain = behind(
      'forward',
      { form: 'lens' },
      { kind: 'filter', condition: 'email_address != ""' },
      { form: 'transform', fields: [field('email_address')] },
      { form: 'filter' },
    );
    const { lanes, code, problems } = compiledExample(chain);
    expect(errors(problems)).toEqual([]);
    expect(warnings(problems)).toEqual([]);
    const steps = lanes[0]?.left.view?.steps;
    expect(steps?.map((step) => (step.kind === 'code' ? step.see : step.kind))).toEqual([
      'mapping',
      'forward',
      'filter',
      'transform',
      'filter',
    ]);
    expect(lanes[0]?.filters).toBeUndefined();
    expect(names(code.find(({ nodeId }) => nodeId === 'code3')?.input)).toEqual([
      'contact_id',
      'email_address',
    ]);
  });

  test('[E30] what the written side refuses is told at the code, what a pair refuses at the pair', () => {
    const strict = {
      ...people,
      fields: [
        ...people.fields.map((each) => (each.name === 'created' ? { ...each, readOnly: true } : each)),
        requiredField('domain', text),
        optionalField('note', text),
      ],
    };
    const told = (...nodes: object[]) =>
      errors(compiledExample(behind('forward', ...nodes), { 'app public.people': strict }).problems);
    expect(told({})).toEqual(['FIELD_READ_ONLY code0', 'FIELD_REQUIRED code0']);
    expect(told({ fields: [field('email_address'), field('domain')] })).toEqual([]);
    const cast = (graph: FlowGraph) => {
      behind('forward', {})(graph);
      mappingOf(graph).fields[1] = { left: 'created_at', right: 'email_address' };
      mappingOf(graph).fields[3] = { left: 'id', right: 'created' };
    };
    expect(errors(compiledExample(cast).problems)).toEqual(['CAST_REFUSED map#3']);
  });

  test('[E30] a field of the source that the code makes as well under the name of its key is refused', () => {
    const named = { ...people, fields: [...people.fields, optionalField('id', text)] };
    const twice = (graph: FlowGraph) => {
      behind('forward', {})(graph);
      mappingOf(graph).fields.push({ left: 'name', right: 'id' });
    };
    const { problems } = compiledExample(twice, { 'app public.people': named });
    expect(errors(problems)).toEqual(['CODE_INVALID code0']);
  });

  test('[E30] rules go by the written field, or by what its pair reads', () => {
    const ruled = (graph: FlowGraph) => {
      behind('forward', {})(graph);
      const rule = graph.nodes.find(({ kind }) => kind === 'conflict');
      if (rule?.kind !== 'conflict') throw new Error('no rule');
      rule.fields = { email: { kind: 'hold' }, full_name: { kind: 'prefer', side: 'left' } };
      rule.first.fields = { name: { kind: 'hold' } };
    };
    const { lanes, problems } = compiledExample(ruled);
    expect(errors(problems)).toEqual([]);
    expect(warnings(problems)).toEqual([]);
    const ruleOf = (name: string) => lanes[0]?.fields.find(({ left }) => left === name)?.rule.kind;
    expect([ruleOf('email_address'), ruleOf('full_name'), ruleOf('created')]).toEqual([
      'hold',
      'prefer',
      'newest',
    ]);
    expect(lanes[0]?.first.fields).toEqual({ full_name: { kind: 'hold' } });
  });

  test('[E30] a two-way mapping still needs a way back', () => {
    const both = (graph: FlowGraph) => {
      behind('forward', {})(graph);
      mappingOf(graph).direction = 'both';
    };
    expect(errors(compiledExample(both).problems)).toContain('CODE_ONE_WAY code0');
  });

  test('[E30] every node sees the fields of the records that come to it', () => {
    const { lanes } = compiledExample(
      behind(
        'forward',
        { fields: [field('email_address')] },
        { kind: 'filter', condition: 'email_address != ""' },
        {},
      ),
    );
    expect(seenAtNode(lanes, 'map', 'left')).toBeNull();
    expect(seenAtNode(lanes, 'map', 'right')).toBeNull();
    expect(names(seenAtNode(lanes, 'code1', 'right')?.stream.fields)).toEqual([
      'contact_id',
      'email_address',
    ]);
    expect(seenAtNode(lanes, 'code1', 'right')?.connection).toBe('crm');
  });
});
