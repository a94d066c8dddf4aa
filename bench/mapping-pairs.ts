import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { StreamSide } from '#core/mapping/stream-side.ts';

const Named = z.object({ name: z.string(), label: z.string().optional() });
const System = z.object({ system: z.string(), streams: z.record(z.string(), z.array(Named)) });
const Place = z.tuple([z.string(), z.string()]);
const PairFile = z.object({
  left: System,
  right: System,
  truth: z.array(z.object({ left: Place, right: Place })),
});

/** Two systems' schemas by names and labels, with the field pairs that are known to be right. */
export type MappingPair = {
  /** The file's name without its end. */
  name: string;
  left: StreamSide[];
  right: StreamSide[];
  /** `[stream, field]` of either side; other pairs may be right too. */
  truth: { left: [string, string]; right: [string, string] }[];
};

/** The pairs of schemas in a folder's JSON files, by name. Throws where a file is none. */
export async function readMappingPairs(folder: string): Promise<MappingPair[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    files.map(async (file) => {
      const { left, right, truth } = PairFile.parse(JSON.parse(await readFile(join(folder, file), 'utf8')));
      return { name: basename(file, '.json'), left: sidesOf(left), right: sidesOf(right), truth };
    }),
  );
}

function sidesOf({ system, streams }: z.infer<typeof System>): StreamSide[] {
  return Object.entries(streams).map(([name, fields]) => ({ name, system, fields }));
}
