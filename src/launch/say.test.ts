import { expect, test, vi } from 'vitest';
import { sayForPart } from './say.ts';

test('what a part logs is text for people, and JSON as it came for whoever keeps it', () => {
  const said: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
  const entry = '{"level":40,"time":1,"pid":2,"hostname":"h","name":"runner","lane":"l","msg":"it waits"}';
  for (const terminal of [true, false])
    for (const line of [entry, 'plain', '{"broken', ' ✓ Ready in 1s']) sayForPart('runner', line, terminal);
  log.mockRestore();
  const plain = ['runner │ plain', 'runner │ {"broken'];
  expect(said).toEqual(['runner │ WARN  it waits  lane=l', ...plain, entry, ...plain]);
});
