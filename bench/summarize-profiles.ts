import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

const MOST = 25;
const root = join(import.meta.dirname, '..');

/** What V8 writes; times are microseconds. */
type Profile = {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
};

/** The functions of a process that use the most time themselves, most first; shares of its busy time. */
export type ProfileSummary = {
  name: string;
  busySeconds: number;
  functions: { place: string; share: number; seconds: number }[];
};

/** Sums up every processor profile in the folder. */
export async function summarizeProfiles(folder: string): Promise<ProfileSummary[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.cpuprofile')).sort();
  return Promise.all(
    names.map(async (name) => {
      const { total, own } = ownTimes(JSON.parse(await readFile(join(folder, name), 'utf8')) as Profile);
      const functions = own
        .slice(0, MOST)
        .map(([place, micros]) => ({ place, share: micros / total, seconds: micros / 1e6 }));
      return { name: name.replace('.cpuprofile', ''), busySeconds: total / 1e6, functions };
    }),
  );
}

/** Prints a summary for people. */
export function printProfile({ name, busySeconds, functions }: ProfileSummary): void {
  console.error(`\n${name}: busy for ${busySeconds.toFixed(1)} s`);
  for (const { place, share, seconds } of functions) {
    console.error(`${(100 * share).toFixed(1).padStart(5)} %  ${seconds.toFixed(2).padStart(7)} s  ${place}`);
  }
}

/** Time while busy, by function, most first. */
function ownTimes({ nodes, samples, timeDeltas }: Profile): { total: number; own: [string, number][] } {
  const places = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]));
  const own = new Map<string, number>();
  let total = 0;
  for (const [index, sample] of samples.entries()) {
    const place = places.get(sample) ?? '';
    if (place === '(idle)') continue;
    const micros = timeDeltas[index] ?? 0;
    total += micros;
    own.set(place, (own.get(place) ?? 0) + micros);
  }
  return { total, own: [...own].sort((a, b) => b[1] - a[1]) };
}

function placeOf({ functionName, url, lineNumber }: Profile['nodes'][number]['callFrame']): string {
  if (url === '') return functionName;
  const path = url.startsWith('file://') ? relative(root, new URL(url).pathname) : url;
  return `${functionName || '(anonymous)'} ${path}:${lineNumber + 1}`;
}
