import { Writable } from 'node:stream';
import { afterEach, expect, test, vi } from 'vitest';
import type { OutputStream } from './cli-output.ts';
import { LiveLines } from './live-lines.ts';

function stream(options: { isTTY: boolean; columns?: number }): OutputStream & { text: () => string } {
  let text = '';
  const writable = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  return Object.assign(writable, options, { text: () => text });
}

afterEach(() => void vi.useRealTimers());

test('on a terminal the lines are drawn over the last ones, cut to its width', () => {
  const terminal = stream({ isTTY: true, columns: 11 });
  const live = new LiveLines(terminal);
  live.update(
    new Map([
      ['a', 'one'],
      ['b', 'two'],
    ]),
  );
  live.update(new Map([['a', 'a line that is too long']]));
  expect(terminal.text()).toBe(
    '\u001b[2Kone\n\u001b[2Ktwo\n\u001b[0J\u001b[2A\u001b[2Ka line th…\n\u001b[0J',
  );
});

test('elsewhere a line is printed when it changes, at most every two seconds, and at the end', () => {
  vi.useFakeTimers();
  const file = stream({ isTTY: false });
  const live = new LiveLines(file);
  live.update(new Map([['a', 'one']]));
  live.update(new Map([['a', 'two']]));
  vi.advanceTimersByTime(2500);
  live.update(new Map([['a', 'three']]));
  live.update(new Map([['a', 'three']]));
  live.finish(new Map([['a', 'four']]));
  expect(file.text()).toBe('one\nthree\nfour\n');
});
