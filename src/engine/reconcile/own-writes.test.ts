import { describe, expect, test } from 'vitest';
import { OwnWrites } from './own-writes.ts';

const at = (position: string, ordinal = 0, commitTime = 5) => ({ position, ordinal, commitTime });

describe('[E4] a change that crosses our own write', () => {
  test('from the moment the write begins until the log has told of it, and before it for ever', () => {
    const own = new OwnWrites();
    expect(own.isCrossed('left', ['k'], at('10'))).toBe(false);
    own.begin('left', 'k');
    expect(own.isCrossed('left', ['k'], at('10'))).toBe(true);
    expect(own.isCrossed('left', ['other', 'k'], at('10'))).toBe(true);
    expect(own.isCrossed('left', ['other'], at('10'))).toBe(false);
    expect(own.isCrossed('right', ['k'], at('10'))).toBe(false);
    own.end('left', 'k', true);
    expect(own.isCrossed('left', ['k'], at('10'))).toBe(true);
    own.saw('left', ['k'], at('20', 3));
    expect(own.isCrossed('left', ['k'], at('20', 2))).toBe(true);
    expect(own.isCrossed('left', ['k'], at('20', 4))).toBe(false);
  });

  test('a write that did not come about crosses nothing', () => {
    const own = new OwnWrites();
    own.begin('left', 'k');
    own.end('left', 'k', false);
    expect(own.isCrossed('left', ['k'], at('10'))).toBe(false);
  });

  test('a log may tell of a write before its commit has answered', () => {
    const own = new OwnWrites();
    own.begin('left', 'k');
    own.saw('left', ['k'], at('20'));
    expect(own.isCrossed('left', ['k'], at('25'))).toBe(false);
    own.end('left', 'k', true);
    expect(own.isCrossed('left', ['k'], at('25'))).toBe(false);
    expect(own.isCrossed('left', ['k'], at('15'))).toBe(true);
    own.passed('left', '20');
    expect(own.isCrossed('left', ['k'], at('15'))).toBe(false);
  });

  test('of several writes the last one counts; told twice, each counts once', () => {
    const own = new OwnWrites();
    for (let write = 0; write < 2; write += 1) {
      own.begin('left', 'k');
      own.end('left', 'k', true);
    }
    own.saw('left', ['k'], at('20'));
    own.saw('left', ['k'], at('20'));
    expect(own.isCrossed('left', ['k'], at('25'))).toBe(true);
    own.saw('left', ['k'], at('30'));
    expect(own.isCrossed('left', ['k'], at('25'))).toBe(true);
    expect(own.isCrossed('left', ['k'], at('35'))).toBe(false);
  });

  test('is forgotten when the log is through, or has passed a head though nothing came back', () => {
    const own = new OwnWrites();
    own.begin('left', 'seen');
    own.end('left', 'seen', true);
    own.saw('left', ['seen'], at('20'));
    own.passed('left', '19');
    expect(own.isCrossed('left', ['seen'], at('10'))).toBe(true);
    own.passed('left', '20');
    expect(own.isCrossed('left', ['seen'], at('10'))).toBe(false);
    own.begin('left', 'lost');
    own.end('left', 'lost', true);
    const { moment } = own;
    own.begin('left', 'later');
    own.end('left', 'later', true);
    own.forget('left', 'lost', moment);
    own.forget('left', 'later', moment);
    expect(own.isCrossed('left', ['lost'], at('30'))).toBe(false);
    expect(own.isCrossed('left', ['later'], at('30'))).toBe(true);
  });

  test('[E16] beyond a limit writes are only counted: every change crosses until all have come back', () => {
    const own = new OwnWrites();
    for (let record = 0; record < 100_000; record += 1) own.begin('left', `k${record}`);
    expect(own.begin('left', 'one too many')).toBe(false);
    expect(own.isCrossed('left', ['any'], at('10'))).toBe(true);
    own.end('left', null, true);
    own.saw('left', ['one too many'], at('20'));
    expect(own.isCrossed('left', ['any'], at('10'))).toBe(false);
    expect(own.begin('left', 'again')).toBe(false);
    own.end('left', null, false);
    expect(own.isCrossed('left', ['any'], at('10'))).toBe(false);
  });

  test('[E7] after a start, what an earlier engine wrote is not known: all up to shortly after it crosses', () => {
    const own = new OwnWrites();
    own.restore('left', 1_000_000);
    expect(own.isCrossed('left', ['k'], at('10', 0, 2_500_000))).toBe(true);
    expect(own.isCrossed('left', ['k'], at('10', 0, 3_500_000))).toBe(false);
    own.restore('right', null);
    expect(own.isCrossed('right', ['k'], at('10', 0, 1))).toBe(false);
  });
});
