import fc from 'fast-check';
import { createCodeRunner } from '#sandbox/code-host.ts';
import { drawnCondition } from './draw-condition.ts';
import { drawnPairs } from './draw-ejection.ts';
import { tryCondition } from './try-condition.ts';
import { tryEjection } from './try-ejection.ts';

/**
 * Turns random mappings and conditions into code, seed after seed, and takes made-up records through both.
 * @param until by the clock, milliseconds. `say` is told of each seed that failed, and how many were tried.
 * @returns how many seeds failed
 */
export async function fuzzEject(options: {
  first: number;
  most: number;
  until: number;
  say(line: string): void;
}): Promise<number> {
  const runner = createCodeRunner({ children: 1 });
  const { first, most, until, say } = options;
  const records = 40;
  let failed = 0;
  let pairs = 0;
  let conditions = 0;
  try {
    for (let seed = first; seed < first + most && Date.now() < until; seed++) {
      const [drawn = []] = fc.sample(drawnPairs, { numRuns: 1, seed });
      const direction = (['both', 'forward', 'backward'] as const)[seed % 3] ?? 'both';
      const of = { seed, count: records };
      const ejection = await tryEjection(drawn, direction, of, runner, `pairs ${seed}`);
      pairs += ejection.ejected;
      const [condition = 'true'] = fc.sample(drawnCondition, { numRuns: 1, seed });
      const filter = await tryCondition(condition, of, runner, `condition ${seed}`);
      if (filter) conditions++;
      const { problems, differences, source } = ejection;
      const wrong = [...problems, ...differences.map((each) => JSON.stringify(each))];
      if (wrong.length > 0) say(`✗ --eject --seed ${seed}\n  ${wrong.join('\n  ')}\n${source}`);
      const unlike = filter?.unlike ?? [];
      if (unlike.length > 0)
        say(`✗ --eject --seed ${seed}: ${condition}\n  ${JSON.stringify(unlike[0])}\n${filter?.source}`);
      if (wrong.length + unlike.length > 0) failed++;
    }
  } finally {
    await runner.close();
  }
  say(`${pairs} pairs and ${conditions} conditions in code, from seed ${first} on: ${failed} seeds failed`);
  return failed;
}
