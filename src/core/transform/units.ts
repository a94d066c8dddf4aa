/**
 * Units by what they measure, each as a line to the first one of its kind: value · factor / divisor + offset.
 * The factors are exact by definition: SI brochure (9th edition), the international yard and pound of 1959,
 * IEC 80000-13 for KiB and its kind.
 */
export type UnitDefinition = { factor: string; divisor?: string; offset?: [string, string] };

export const units: Record<string, Record<string, UnitDefinition>> = {
  length: {
    m: { factor: '1' },
    mm: { factor: '0.001' },
    cm: { factor: '0.01' },
    km: { factor: '1000' },
    in: { factor: '0.0254' },
    ft: { factor: '0.3048' },
    yd: { factor: '0.9144' },
    mi: { factor: '1609.344' },
    nmi: { factor: '1852' },
  },
  mass: {
    kg: { factor: '1' },
    mg: { factor: '0.000001' },
    g: { factor: '0.001' },
    t: { factor: '1000' },
    oz: { factor: '0.028349523125' },
    lb: { factor: '0.45359237' },
  },
  volume: {
    l: { factor: '1' },
    ml: { factor: '0.001' },
    cl: { factor: '0.01' },
    m3: { factor: '1000' },
    'gal-us': { factor: '3.785411784' },
    'gal-uk': { factor: '4.54609' },
  },
  area: {
    m2: { factor: '1' },
    ha: { factor: '10000' },
    km2: { factor: '1000000' },
    ft2: { factor: '0.09290304' },
    acre: { factor: '4046.8564224' },
  },
  temperature: {
    K: { factor: '1' },
    C: { factor: '1', offset: ['27315', '100'] },
    F: { factor: '5', divisor: '9', offset: ['45967', '180'] },
  },
  time: {
    s: { factor: '1' },
    ms: { factor: '0.001' },
    us: { factor: '0.000001' },
    min: { factor: '60' },
    h: { factor: '3600' },
    d: { factor: '86400' },
    week: { factor: '604800' },
  },
  data: {
    B: { factor: '1' },
    kB: { factor: '1000' },
    MB: { factor: '1000000' },
    GB: { factor: '1000000000' },
    KiB: { factor: '1024' },
    MiB: { factor: '1048576' },
    GiB: { factor: '1073741824' },
  },
  share: {
    one: { factor: '1' },
    percent: { factor: '0.01' },
    permille: { factor: '0.001' },
    bp: { factor: '0.0001' },
  },
};
