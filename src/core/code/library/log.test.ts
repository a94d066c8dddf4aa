import { expect, test, vi } from 'vitest';

const lines: string[] = [];
vi.mock('syncline:host', () => ({
  write: (level: string, text: string) => void lines.push(`${level}: ${text}`),
}));
// Another test of this process may have loaded it on a host of its own.
vi.resetModules();
const log = await import('./log.ts');

test('a line tells its fields, whatever they hold', () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  log.info('kept', { sku: 'A "1"', count: 3n, none: undefined, list: [1n, { a: null }] });
  log.warn('odd', { circle, error: new TypeError('no') });
  log.debug('plain');
  log.error('bad', { work: () => 1 });
  expect(lines).toEqual([
    'info: kept sku="A \\"1\\"" count=3 none=undefined list=["1",{"a":null}]',
    'warn: odd circle=[object Object] error="TypeError: no"',
    'debug: plain',
    expect.stringMatching(/^error: bad work=\(\) => 1/),
  ]);
});
