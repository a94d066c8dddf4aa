/** Each doubling of a duration is divided into so many buckets of one width: 2 to the power of this. */
const SUB_BITS = 5;
/** Everything up to 2 to the power of this, milliseconds (0.06 ms), is in the first bucket. */
const LOWEST_POWER = -4;
/** Everything from 2 to the power of this on, milliseconds (99 days), is in the last bucket. */
const HIGHEST_POWER = 33;

/** How many buckets there are. */
export const BUCKETS = (HIGHEST_POWER - LOWEST_POWER) * 2 ** SUB_BITS + 1;

/** A bucket's middle is no further than this from any value in it, as a share of the value: 1.6 %. */
export const RELATIVE_ERROR = 2 ** -(SUB_BITS + 1);

// The buckets are log-linear as those of HdrHistogram (Gil Tene, hdrhistogram.org): equal widths within a doubling.
// A double has just that in its upper bits, the exponent followed by the fraction, so that they are the bucket.
const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
const UPPER = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;
const SHIFT = 20 - SUB_BITS;
const FIRST = upperOf(2 ** LOWEST_POWER);

function upperOf(milliseconds: number): number {
  float[0] = milliseconds;
  return (words[UPPER] as number) >>> SHIFT;
}

/**
 * The bucket of a duration, 0 to `BUCKETS - 1`. Takes constant time, whatever the value, and allocates nothing.
 * @param milliseconds what is negative (a clock that is ahead) counts as nothing.
 */
export function bucketOf(milliseconds: number): number {
  if (!(milliseconds > 0)) return 0;
  const bucket = upperOf(milliseconds) - FIRST;
  return bucket < 0 ? 0 : bucket >= BUCKETS ? BUCKETS - 1 : bucket;
}

/** The least duration in a bucket, milliseconds. */
export function bucketStart(bucket: number): number {
  if (bucket <= 0) return 0;
  const power = LOWEST_POWER + Math.floor(bucket / 2 ** SUB_BITS);
  return 2 ** power * (1 + (bucket % 2 ** SUB_BITS) / 2 ** SUB_BITS);
}

/** The least duration above a bucket, milliseconds. */
export function bucketEnd(bucket: number): number {
  return bucket >= BUCKETS - 1 ? Number.POSITIVE_INFINITY : bucketStart(bucket + 1);
}
