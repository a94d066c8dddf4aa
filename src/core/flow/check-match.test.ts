import { describe, expect, test } from 'vitest';
import { brief, compiledExample, errors, mappingOf, warnings } from '#testing/compile-fixtures.ts';
import { contacts, people, requiredField, streamOf } from '#testing/flow-fixtures.ts';
import type { StreamSchema } from '../values/stream-schema.ts';
import type { FlowGraph } from './flow-graph.ts';
import type { Problem } from './problem.ts';

describe('how records are matched', () => {
  const match =
    (...pairs: [string, string][]) =>
    (graph: FlowGraph) => {
      mappingOf(graph).match = pairs;
    };
  const first = (problems: Problem[]) => problems.map((p) => `${brief(p)}: ${p.message} ${p.remedy}`)[0];

  test('no match is an error that names the candidates', () => {
    const { problems } = compiledExample(match());
    expect(errors(problems)).toEqual(['MATCH_MISSING map']);
    expect(problems[0]?.remedy).toBe(
      'Match by id on the left and contact_id on the right; where each side makes its own keys, link them.',
    );
    const bare = compiledExample(match(), { 'app public.people': { ...people, key: [] } });
    expect(bare.problems[0]?.remedy).toContain('a unique field (there is none yet) on the right');
  });

  test('fields that do not exist', () => {
    expect(errors(compiledExample(match(['idd', 'contact'])).problems)).toEqual([
      'FIELD_MISSING map',
      'FIELD_MISSING map',
    ]);
  });

  test('what nothing makes unique', () => {
    const { problems } = compiledExample(match(['email', 'email_address']));
    expect(errors(problems)).toEqual(['MATCH_NOT_UNIQUE map', 'MATCH_NOT_UNIQUE map']);
    expect(first(problems)).toContain('Match by id, or add a unique constraint over email.');
    const noKey = compiledExample(match(['id', 'contact_id']), {
      'app public.people': { ...people, key: [] },
    });
    expect(noKey.problems[0]?.remedy).toContain('Give public.people a primary key');
    const composed = compiledExample(match(['email', 'email_address']), {
      'app public.people': { ...people, uniques: [['full_name', 'created']] },
    });
    expect(composed.problems[1]?.remedy).toContain('contact_id or (full_name, created)');
  });

  test('a unique set is enough; where it may be empty, that is said', () => {
    const { problems } = compiledExample(match(['email', 'email_address']), {
      'crm public.contacts': { ...contacts, uniques: [['email']] },
      'app public.people': { ...people, uniques: [['email_address']] },
    });
    expect(errors(problems)).toEqual([]);
    expect(warnings(problems)).toEqual(['MATCH_NOT_UNIQUE map', 'MATCH_NOT_UNIQUE map']);
  });

  test('types that cannot be compared, or that fold values together', () => {
    const keyed = (type: StreamSchema['fields'][number]['type']) => ({
      'app public.people': streamOf('public.people', [
        requiredField('contact_id', type),
        ...people.fields.slice(1),
      ]),
    });
    expect(errors(compiledExample(undefined, keyed({ kind: 'json' })).problems)).toEqual([
      'CAST_REFUSED map',
      'CAST_REFUSED map',
    ]);
    expect(errors(compiledExample(undefined, keyed({ kind: 'float64' })).problems)).toEqual([
      'CAST_LOSSY map',
    ]);
    const narrower = compiledExample(undefined, keyed({ kind: 'int32' }));
    expect(errors(narrower.problems)).toEqual([]);
    expect(warnings(narrower.problems)).toEqual(['CAST_FAILED map#0']);
  });

  test('[E5] a log without complete old rows is a warning, and an error where it does not name the record', () => {
    const keyOnly = {
      'crm public.contacts': { ...contacts, beforeImage: 'key' as const, uniques: [['email']] },
    };
    expect(warnings(compiledExample(undefined, keyOnly).problems)).toEqual(['BEFORE_IMAGE_PARTIAL map']);
    const oneWay = compiledExample((graph) => {
      mappingOf(graph).direction = 'forward';
    }, keyOnly);
    expect(oneWay.problems).toEqual([]);
    const byEmail = compiledExample(match(['email', 'email_address']), {
      ...keyOnly,
      'app public.people': { ...people, uniques: [['email_address']] },
    });
    expect(errors(byEmail.problems)).toEqual(['BEFORE_IMAGE_PARTIAL map']);
    expect(byEmail.problems[0]?.remedy).toContain('or match by id');
    const none = compiledExample(undefined, { 'crm public.contacts': { ...contacts, beforeImage: 'none' } });
    expect(errors(none.problems)).toEqual(['BEFORE_IMAGE_PARTIAL map']);
    expect(none.problems[0]?.remedy).not.toContain('match by');
    const backward = compiledExample(
      (graph) => {
        mappingOf(graph).direction = 'backward';
        mappingOf(graph).fields.pop();
      },
      { 'crm public.contacts': { ...contacts, beforeImage: 'none' } },
    );
    expect(backward.problems).toEqual([]);
  });
});
