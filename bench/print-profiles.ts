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

/** Prints, for every processor profile in the folder, the functions that used the most time themselves. */
export async function printProfiles(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.cpuprofile')).sort();
  for (const name of names) {
    const profile = JSON.parse(await readFile(join(folder, name), 'utf8')) as Profile;
    console.error(`\n${name}`);
    const { total, own } = ownTimes(profile);
    for (const [place, micros] of own.slice(0, MOST)) {
      const share = ((100 * micros) / total).toFixed(1);
      console.error(`${share.padStart(5)} %  ${(micros / 1e6).toFixed(2).padStart(7)} s  ${place}`);
    }
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
