import { describe, expect, it } from 'vitest';
import { MappingNode } from '#core/flow/flow-graph.ts';
import type { Field } from '#core/values/stream-schema.ts';
import {
  addPair,
  linkableKeys,
  pairLines,
  removeLink,
  removePair,
  setLaneDirection,
  setLink,
  setMatch,
  setPairDirection,
} from './edit-pairs.ts';
import { pairCast } from './pair-cast.ts';

const node = () => MappingNode.parse({ id: 'm', kind: 'mapping' });

function field(name: string, type: Field['type'], readOnly = false): Field {
  return { name, type, nativeType: type.kind, nullable: true, hasDefault: false, readOnly, comment: null };
}

describe('pairs', () => {
  it('adds a pair once and writes a direction only where it narrows the lane', () => {
    const mapping = node();
    addPair(mapping, 'a', 'b', 'both');
    addPair(mapping, 'a', 'b');
    addPair(mapping, 'c', 'd', 'forward');
    expect(mapping.fields).toEqual([
      { left: 'a', right: 'b' },
      { left: 'c', right: 'd', direction: 'forward' },
    ]);
  });

  it('keeps match and fields together', () => {
    const mapping = node();
    mapping.match.push(['id', 'key']);
    addPair(mapping, 'a', 'b');
    expect(pairLines(mapping).map((line) => [line.index, line.match])).toEqual([
      [-1, true],
      [0, false],
    ]);
    setMatch(mapping, { left: 'id', right: 'key' }, true);
    expect(mapping.fields).toHaveLength(2);
    removePair(mapping, { left: 'id', right: 'key' });
    expect(mapping).toMatchObject({ match: [], fields: [{ left: 'a', right: 'b' }] });
  });

  it('lets each side make its own keys, and records meet by other pairs', () => {
    const mapping = node();
    addPair(mapping, 'mail', 'email');
    setMatch(mapping, { left: 'id', right: 'key' }, true);
    setMatch(mapping, { left: 'mail', right: 'email' }, true);
    setLink(mapping, { left: 'id', right: 'key' });
    expect(mapping).toMatchObject({
      match: [],
      link: { by: [['mail', 'email']] },
      fields: [{ left: 'mail', right: 'email' }],
    });
    expect(pairLines(mapping).map((line) => line.match)).toEqual([true]);
    setMatch(mapping, { left: 'mail', right: 'email' }, false);
    expect(mapping.link).toEqual({ by: [] });
    setMatch(mapping, { left: 'mail', right: 'email' }, true);
    removePair(mapping, { left: 'mail', right: 'email' });
    expect(mapping).toMatchObject({ link: { by: [] }, fields: [] });
    removeLink(mapping);
    expect(MappingNode.parse(mapping)).toEqual(node());
  });

  it('offers keys for linking that both systems fill in by themselves', () => {
    const stream = (hasDefault: boolean, key = ['id']) => ({
      ...{ name: 's', key, uniques: [], references: [], rowEstimate: null, beforeImage: 'full' as const },
      fields: [{ ...field('id', { kind: 'int32' }), hasDefault }, field('part', { kind: 'int32' })],
    });
    expect(linkableKeys(stream(true), stream(true), 'both')).toEqual({ left: 'id', right: 'id' });
    expect(linkableKeys(stream(false), stream(true), 'both')).toBeNull();
    expect(linkableKeys(stream(false), stream(true), 'forward')).toEqual({ left: 'id', right: 'id' });
    expect(linkableKeys(stream(true), stream(true, ['id', 'part']), 'both')).toBeNull();
  });

  it('lets a pair narrow the lane, and follow it when the lane goes one way', () => {
    const mapping = node();
    addPair(mapping, 'a', 'b');
    setPairDirection(mapping, 0, 'backward');
    expect(mapping.fields[0]).toEqual({ left: 'a', right: 'b', direction: 'backward' });
    setLaneDirection(mapping, 'forward');
    expect(mapping.fields[0]).toEqual({ left: 'a', right: 'b' });
  });
});

describe('pair cast', () => {
  it('names the riskier of the two ways', () => {
    const cast = pairCast(field('a', { kind: 'text' }), field('b', { kind: 'text', max: 10 }), 'both');
    expect(cast).toEqual({ kind: 'narrowing', direction: 'both' });
  });

  it('narrows the direction where the other side cannot be written', () => {
    const cast = pairCast(field('a', { kind: 'int32' }), field('b', { kind: 'int32' }, true), 'both');
    expect(cast).toEqual({ kind: 'identity', direction: 'backward' });
  });

  it('gives the reason where no way is possible', () => {
    const cast = pairCast(field('a', { kind: 'bytes' }), field('b', { kind: 'date' }), 'both');
    expect(cast).toHaveProperty('refused');
  });
});
