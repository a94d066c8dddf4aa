import { expect, test } from 'vitest';
import { fuzzEject } from '#testing/fuzz/fuzz-eject.ts';

test('random mappings and conditions come to the same in code, in the sandbox (more of them: npm run fuzz -- --eject)', {
  timeout: 120_000,
}, async () => {
  const said: string[] = [];
  await fuzzEject({ first: 1, most: 12, until: Number.POSITIVE_INFINITY, say: (line) => said.push(line) });
  expect(said).toEqual([expect.stringMatching(/^\d\d pairs and \d+ conditions .* 0 seeds failed$/)]);
});
