const name = '[a-zA-Z_:][a-zA-Z0-9_:]*';
// As Go reads numbers, which is how Prometheus does: the case of NaN does not matter.
const value = '(?:[+-]?Inf|[Nn][Aa][Nn]|[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)';
const helpLine = new RegExp(`^# HELP (${name}) .*$`);
const typeLine = new RegExp(`^# TYPE (${name}) (counter|gauge|histogram|summary|untyped)$`);
const sampleLine = new RegExp(`^(${name})(?:\\{(.*)\\})? (${value})$`);
const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y;

export type Sample = { name: string; labels: Record<string, string>; value: number };
export type Family = { type: string; samples: Sample[] };

/**
 * Reads Prometheus' text format (https://prometheus.io/docs/instrumenting/exposition_formats) and refuses every line that
 * is not valid: a sample without its type before it, a type twice, a label that is malformed, a series twice, a
 * histogram whose buckets shrink or do not end with all.
 */
export function parsePrometheus(text: string): Map<string, Family> {
  if (!text.endsWith('\n')) throw new Error('The last line does not end.');
  const families = new Map<string, Family>();
  const seen = new Set<string>();
  for (const line of text.split('\n')) {
    if (line === '' || helpLine.test(line)) continue;
    const typed = typeLine.exec(line);
    if (typed) {
      if (families.has(typed[1] as string)) throw new Error(`typed twice: ${line}`);
      families.set(typed[1] as string, { type: typed[2] as string, samples: [] });
      continue;
    }
    const sample = toSample(line);
    const family = families.get(sample.name) ?? families.get(sample.name.replace(/_(bucket|sum|count)$/, ''));
    if (!family) throw new Error(`no type before: ${line}`);
    const series = `${sample.name}${JSON.stringify(Object.entries(sample.labels).sort())}`;
    if (seen.has(series)) throw new Error(`twice: ${line}`);
    seen.add(series);
    family.samples.push(sample);
  }
  for (const [family, { type, samples }] of families)
    if (type === 'histogram') checkHistogram(family, samples);
  return families;
}

function toSample(line: string): Sample {
  const match = sampleLine.exec(line);
  if (!match) throw new Error(`no sample: ${line}`);
  const labels: Record<string, string> = {};
  const text = match[2] ?? '';
  label.lastIndex = 0;
  while (label.lastIndex < text.length) {
    const found = label.exec(text);
    if (!found) throw new Error(`malformed labels: ${line}`);
    labels[found[1] as string] = found[2] as string;
  }
  return { name: match[1] as string, labels, value: Number((match[3] as string).replace('Inf', 'Infinity')) };
}

function checkHistogram(family: string, samples: Sample[]): void {
  const of = ({ le: _, ...labels }: Record<string, string>) => JSON.stringify(Object.entries(labels).sort());
  for (const [labels, group] of Map.groupBy(samples, (sample) => of(sample.labels))) {
    const buckets = group.filter((sample) => sample.name === `${family}_bucket`);
    const ends = buckets.map((sample) => Number((sample.labels.le ?? '').replace('Inf', 'Infinity')));
    if (ends.some((end, index) => !(end > (ends[index - 1] ?? -1))))
      throw new Error(`ends of ${family}${labels}`);
    if (buckets.some((bucket, index) => bucket.value < (buckets[index - 1]?.value ?? 0)))
      throw new Error(`buckets of ${family}${labels} shrink`);
    const count = group.find((sample) => sample.name === `${family}_count`)?.value;
    if (ends.at(-1) !== Number.POSITIVE_INFINITY || buckets.at(-1)?.value !== count)
      throw new Error(`${family}${labels} does not end with all`);
  }
}
