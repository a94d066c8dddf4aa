/** Types that their kind alone tells: no length, precision or labels belong to them. */
export const plainKinds = [
  'boolean',
  'int16',
  'int32',
  'int64',
  'uint64',
  'float32',
  'float64',
  'bytes',
  'date',
  'interval',
  'uuid',
  'json',
] as const;
