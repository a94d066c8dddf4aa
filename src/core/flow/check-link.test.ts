import { describe, expect, test } from 'vitest';
import { compiledExample, errors, mappingOf, node, warnings } from '#testing/compile-fixtures.ts';
import { contacts, optionalField, people, requiredField, streamOf } from '#testing/flow-fixtures.ts';
import type { FlowGraph, Link } from './flow-graph.ts';

const own = { hasDefault: true };
/** Each side makes its own keys, of types that no cast joins. */
const linked = {
  'crm public.contacts': {
    ...contacts,
    fields: [requiredField('id', { kind: 'int64' }, own), ...contacts.fields.slice(1)],
  },
  'app public.people': {
    ...people,
    fields: [
      requiredField('contact_id', { kind: 'uuid' }, { ...own, readOnly: true }),
      ...people.fields.slice(1),
    ],
    uniques: [['email_address']],
  },
};
const link =
  (by: Link['by'] = [], more: Partial<Link> = {}) =>
  (graph: FlowGraph) => {
    const mapping = mappingOf(graph);
    mapping.match = [];
    mapping.fields = mapping.fields.slice(1);
    mapping.link = { by, ...more };
  };

describe('[E18] a mapping that links its records', () => {
  test('ties the two primary keys, whatever their types, and never writes one side’s key to the other', () => {
    const { lanes, problems } = compiledExample(link([['email', 'email_address']]), {
      ...linked,
      'crm public.contacts': { ...linked['crm public.contacts'], uniques: [['email']] },
    });
    expect(problems).toEqual([]);
    expect(lanes[0]?.link).toEqual({ by: [{ left: 'email', right: 'email_address' }] });
    expect(lanes[0]?.fields[0]).toMatchObject({
      left: 'id',
      right: 'contact_id',
      key: true,
      through: { lane: 'crm-map-app', flipped: false },
    });
    expect(lanes[0]?.fields.slice(1).some((field) => field.through)).toBe(false);
  });

  test('records may find each other in a form of their values that no type forbids', () => {
    const { lanes, problems } = compiledExample(
      link([['email', 'contact_id']], { forms: { email: 'letters' } }),
      linked,
    );
    expect(errors(problems)).toEqual([]);
    expect(lanes[0]?.link).toEqual({ by: [{ left: 'email', right: 'contact_id', form: 'letters' }] });
  });

  test('is refused where a side has no key of its own', () => {
    const composite = { ...linked['crm public.contacts'], key: ['id', 'email'] };
    expect(errors(compiledExample(link(), { ...linked, 'crm public.contacts': composite }).problems)).toEqual(
      ['LINK_KEY_UNFIT map'],
    );
    const named = compiledExample(link([], { left: 'id' }), {
      ...linked,
      'crm public.contacts': { ...composite, uniques: [['id']] },
    });
    expect(errors(named.problems)).toEqual([]);
    const byHand = { ...linked, 'app public.people': { ...people } };
    expect(errors(compiledExample(link(), byHand).problems)).toEqual(['LINK_KEY_UNFIT map']);
    // A side that is only read need not make keys for anybody.
    const oneWay = compiledExample((graph) => {
      link()(graph);
      mappingOf(graph).direction = 'backward';
      mappingOf(graph).fields.pop();
    }, byHand);
    expect(errors(oneWay.problems)).toEqual([]);
    const both = compiledExample((graph) => {
      mappingOf(graph).link = { by: [] };
    }, linked);
    expect(errors(both.problems)).toContain('LINK_KEY_UNFIT map');
    expect(errors(compiledExample(link([], { right: 'nope' }), linked).problems)).toEqual([
      'FIELD_MISSING map',
    ]);
  });

  test('says what the first meeting will make of records that exist', () => {
    const filled = Object.fromEntries(
      Object.entries(linked).map(([name, stream]) => [name, { ...stream, rowEstimate: 7 }]),
    );
    const alone = compiledExample(link(), filled);
    expect(warnings(alone.problems)).toEqual(['LINK_AMBIGUOUS map']);
    expect(alone.problems[0]?.message).toContain('each will be made on the other side as well');
    expect(warnings(compiledExample(link(), linked).problems)).toEqual([]);
    const shared = compiledExample(link([['email', 'email_address']]), linked);
    expect(shared.problems[0]?.message).toContain('Nothing makes email unique in public.contacts');
    expect(errors(compiledExample(link([['email', 'nope']]), linked).problems)).toEqual([
      'FIELD_MISSING map',
    ]);
    expect(errors(compiledExample(link([['email', 'contact_id']]), linked).problems)).toEqual([]);
    expect(errors(compiledExample(link([['created_at', 'contact_id']]), linked).problems)).toEqual([
      'CAST_REFUSED map',
    ]);
  });
});

describe('[E18] a pair that refers to linked records', () => {
  const reference = (stream: string, fields: string[], referencedFields: string[]) => ({
    references: [{ fields, stream, referencedFields }],
  });
  const orders = (more = reference('public.contacts', ['contact'], ['id'])) =>
    streamOf(
      'public.orders',
      [requiredField('no', { kind: 'int64' }), optionalField('contact', { kind: 'int64' })],
      more,
    );
  const sales = (more = reference('public.people', ['person'], ['contact_id'])) =>
    streamOf(
      'public.sales',
      [requiredField('no', { kind: 'int64' }), optionalField('person', { kind: 'uuid' })],
      more,
    );
  const withOrders =
    (through?: string, flipped = false) =>
    (graph: FlowGraph) => {
      link([['email', 'email_address']])(graph);
      const ends = [
        node({ id: 'orders', kind: 'endpoint', connection: 'crm', stream: 'public.orders' }),
        node({ id: 'sales', kind: 'endpoint', connection: 'app', stream: 'public.sales' }),
      ];
      const [left, right] = flipped ? ['person', 'contact'] : ['contact', 'person'];
      const [source, target] = flipped ? ['sales', 'orders'] : ['orders', 'sales'];
      graph.nodes.push(
        ...ends,
        node({
          id: 'lines',
          kind: 'mapping',
          match: [['no', 'no']],
          fields: [
            { left: 'no', right: 'no' },
            { left, right, ...(through ? { through } : {}) },
          ],
        }),
      );
      graph.edges.push({ id: 'o1', source, target: 'lines' }, { id: 'o2', source: 'lines', target });
    };
  const compiled = (change: (graph: FlowGraph) => void, more = {}) =>
    compiledExample(change, {
      ...linked,
      'crm public.orders': orders(),
      'app public.sales': sales(),
      ...more,
    });
  const throughOf = ({ lanes }: ReturnType<typeof compiled>) =>
    lanes.find((lane) => lane.mappingNodeId === 'lines')?.fields.find((field) => !field.key)?.through;

  test('is found by itself where both fields are foreign keys, also where the lanes run opposite ways', () => {
    const found = compiled(withOrders());
    expect(errors(found.problems)).toEqual([]);
    expect(throughOf(found)).toEqual({ lane: 'crm-map-app', flipped: false });
    const flipped = compiled(withOrders(undefined, true));
    expect(errors(flipped.problems)).toEqual([]);
    expect(throughOf(flipped)).toEqual({ lane: 'crm-map-app', flipped: true });
  });

  test('is named where nothing declares it, and refused where nothing links', () => {
    const bare = {
      'crm public.orders': orders({ references: [] }),
      'app public.sales': sales({ references: [] }),
    };
    expect(errors(compiled(withOrders(), bare).problems)).toEqual(['CAST_REFUSED lines#1']);
    const named = compiled(withOrders('map'), bare);
    expect(errors(named.problems)).toEqual([]);
    expect(throughOf(named)).toEqual({ lane: 'crm-map-app', flipped: false });
    expect(errors(compiled(withOrders('rule'), bare).problems)).toContain('LINK_THROUGH_UNKNOWN lines#1');
  });
});
