import { describe, expect, it } from 'vitest';
import { auditWords, detailWords, targetWords } from './audit-words.ts';

describe('auditWords', () => {
  it('knows the actions and leaves others as they are', () => {
    expect(auditWords('flow.deploy')).toBe('deployed the flow');
    expect(auditWords('flow.somethingNew')).toBe('flow.somethingNew');
    expect(auditWords('bulk.start', { action: { kind: 'repair', by: 'left' }, records: 3 })).toBe(
      'repaired records of',
    );
    expect(auditWords('bulk.start', null)).toBe('acted on records of');
  });
});

describe('detailWords', () => {
  it('says plain values and leaves out ids and objects', () => {
    expect(
      detailWords({
        role: 'editor',
        message: 'The demo',
        operationId: 'x',
        versionNumber: 3,
        fields: {},
        none: null,
      }),
    ).toBe('role editor, message “The demo”, version number 3');
    expect(detailWords(null)).toBe('');
    expect(detailWords({ repair: true })).toBe('repair');
    expect(detailWords({ repair: false })).toBe('');
    expect(detailWords({ on: false })).toBe('off');
    expect(detailWords({ records: 1_350 })).toBe('records 1,350');
    const trip = {
      side: 'left',
      until: '0000000003F8BD17',
      trippedAt: 1_795_679_465_477_170,
      workspace: 'main',
    };
    expect(detailWords(trip)).toBe('side left');
  });
});

describe('targetWords', () => {
  it('says an operation by its kind, and all else by its name', () => {
    expect(targetWords({ kind: 'operation', name: 'bulk' })).toBe('an action on records');
    expect(targetWords({ kind: 'flow', name: 'bulk' })).toBe('bulk');
  });
});
