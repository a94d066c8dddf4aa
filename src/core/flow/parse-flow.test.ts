import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exampleFlow } from '#testing/flow-fixtures.ts';
import { FORMAT_VERSION } from './flow-graph.ts';
import { flowJsonSchema } from './json-schema.ts';
import { parseFlow } from './parse-flow.ts';

function failure(input: unknown): { code: string; message: string; detail: string } {
  try {
    parseFlow(input);
  } catch (error) {
    return error as { code: string; message: string; detail: string };
  }
  throw new Error('It was read.');
}

test('a flow reads back from its text and from its value', () => {
  const flow = exampleFlow();
  expect(parseFlow(JSON.stringify(flow))).toEqual(flow);
  expect(parseFlow(flow)).toEqual(flow);
});

test('what is left out gets its default', () => {
  const { nodes } = parseFlow({
    formatVersion: 1,
    name: '  Short ',
    nodes: [{ id: 'c', kind: 'conflict' }],
    edges: [],
  });
  expect(nodes[0]).toMatchObject({ rule: { kind: 'newest', tie: 'left' }, deletes: { carry: 'both' } });
});

test('a newer format is told apart from a malformed one', () => {
  expect(failure({ formatVersion: 2, whatever: true })).toMatchObject({
    code: 'FLOW_TOO_NEW',
    message: 'The flow has format version 2; this Syncline reads versions up to 1.',
  });
});

describe('what is malformed is told in words', () => {
  const flow = (more: object) => ({ formatVersion: 1, name: 'x', nodes: [], edges: [], ...more });
  const cases: [string, unknown, string][] = [
    ['no JSON', '{"name":', 'The text is not JSON: '],
    ['no object', 7, 'The flow: it should be an object, and it is 7.'],
    ['nothing', undefined, 'The flow: it is missing.'],
    ['an empty name', flow({ name: ' ' }), 'name: it is empty.'],
    ['a long name', flow({ name: 'x'.repeat(121) }), 'name: it is longer than 120.'],
    ['no version', flow({ formatVersion: undefined }), 'formatVersion: it is missing.'],
    ['a strange version', flow({ formatVersion: 0 }), 'formatVersion: 0 is not one of 1.'],
    [
      'a strange kind',
      flow({ nodes: [{ id: 'a', kind: 'x' }] }),
      'node "a" › kind: "x" is not a kind that Syncline knows.',
    ],
    [
      'a strange part',
      flow({ nodes: [{ id: 'a', kind: 'note', shade: 1 }] }),
      'node "a": nothing there is called "shade".',
    ],
    [
      'a bad id',
      flow({ nodes: [{ id: 'a b', kind: 'note' }] }),
      'node "a b" › id: letters, digits, - and _ only.',
    ],
    ['no id', flow({ edges: [{ source: 'a', target: 'b' }] }), 'edge 1 › id: it is missing.'],
    [
      'half a pair',
      flow({ nodes: [{ id: 'm', kind: 'mapping', match: [['a']], fields: [] }] }),
      'node "m" › match pair 1: it has fewer than 2 parts.',
    ],
    [
      'a strange direction',
      flow({ nodes: [{ id: 'm', kind: 'mapping', fields: [{ left: 'a', right: 'b', direction: 'up' }] }] }),
      'node "m" › pair 1 › direction: "up" is not one of "both", "forward", "backward".',
    ],
    [
      'a strange step',
      flow({
        nodes: [
          {
            id: 'm',
            kind: 'mapping',
            fields: [
              { left: 'a', right: 'b', transform: { forward: [{ kind: 'trim' }, { kind: 'shout' }] } },
            ],
          },
        ],
      }),
      'node "m" › pair 1 › transform › forward step 2 › kind: "shout" is not a kind that Syncline knows.',
    ],
    ['a wrong type', flow({ nodes: {} }), 'nodes: it should be an array, and it is {}.'],
    [
      'a long wrong value',
      flow({ edges: 'x'.repeat(100) }),
      `edges: it should be an array, and it is "${'x'.repeat(59)}….`,
    ],
  ];
  test.each(cases)('%s', (_, input, message) => {
    const error = failure(input);
    expect(error.code).toBe('FLOW_MALFORMED');
    expect(error.message.startsWith(message)).toBe(true);
  });

  test('several faults are all in the detail', () => {
    const error = failure({});
    expect(error.message).toBe('formatVersion: it is missing. (and 3 more)');
    expect(error.detail.split('\n')).toHaveLength(4);
  });

  test('whatever is given, it is read or refused with a code', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.string(), fc.anything()), (input) => {
        expect(['FLOW_MALFORMED', 'FLOW_TOO_NEW']).toContain(failure(input).code);
      }),
    );
  });
});

test('the JSON Schema names every part of a flow', () => {
  const schema = flowJsonSchema();
  expect(schema).toMatchObject({ title: 'Syncline flow', type: 'object' });
  expect(Object.keys(schema.properties as object)).toEqual([
    'formatVersion',
    'name',
    'nodes',
    'edges',
    'tables',
  ]);
  expect(JSON.stringify(schema)).toContain('againstUpdate');
});

test('the saved format cannot change unnoticed: what older flows do not fit needs a new format version and a migration', () => {
  const hash = createHash('sha256').update(JSON.stringify(flowJsonSchema())).digest('hex');
  expect({ version: FORMAT_VERSION, hash: hash.slice(0, 16) }).toMatchInlineSnapshot(`
    {
      "hash": "59819a914bd6eabc",
      "version": 1,
    }
  `);
});
