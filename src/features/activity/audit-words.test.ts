import { describe, expect, it } from 'vitest';
import { auditWords, detailWords } from './audit-words.ts';

describe('auditWords', () => {
  it('knows the actions and leaves others as they are', () => {
    expect(auditWords('flow.deploy')).toBe('deployed the flow');
    expect(auditWords('flow.somethingNew')).toBe('flow.somethingNew');
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
  });
});
