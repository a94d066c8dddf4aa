/** The UTF-8 of a text, with U+FFFD in the place of half a pair, as TextEncoder has it (which isolates have not). */
export function utf8(value: string): Uint8Array {
  const bytes = new Uint8Array(value.length * 3);
  let size = 0;
  for (let at = 0; at < value.length; at++) {
    let point = value.codePointAt(at) ?? 0;
    if (point > 0xffff) at++;
    if (point >= 0xd800 && point <= 0xdfff) point = 0xfffd;
    if (point < 0x80) {
      bytes[size++] = point;
      continue;
    }
    if (point < 0x800) bytes[size++] = 0xc0 | (point >> 6);
    else {
      if (point < 0x10000) bytes[size++] = 0xe0 | (point >> 12);
      else {
        bytes[size++] = 0xf0 | (point >> 18);
        bytes[size++] = 0x80 | ((point >> 12) & 63);
      }
      bytes[size++] = 0x80 | ((point >> 6) & 63);
    }
    bytes[size++] = 0x80 | (point & 63);
  }
  return bytes.subarray(0, size);
}

/** The 32 bits behind the point of a number. */
const fraction = (value: number) => Math.floor((value - Math.floor(value)) * 2 ** 32);

const primes: number[] = [];
for (let each = 2; primes.length < 64; each++) {
  if (primes.every((prime) => each % prime !== 0)) primes.push(each);
}
const cubeRoots = Uint32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
const squareRoots = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));

/** SHA-256, FIPS 180-4 §6.2. */
export function sha256Bytes(bytes: Uint8Array): Uint8Array {
  const words = new Uint32Array(64);
  return digest(bytes, 'big', squareRoots, words, (state) => {
    for (let t = 16; t < 64; t++) {
      const x = words[t - 15] as number;
      const y = words[t - 2] as number;
      const low = right(x, 7) ^ right(x, 18) ^ (x >>> 3);
      const high = right(y, 17) ^ right(y, 19) ^ (y >>> 10);
      words[t] = (words[t - 16] as number) + low + (words[t - 7] as number) + high;
    }
    let [a, b, c, d, e, f, g, h] = state as unknown as Eight;
    for (let t = 0; t < 64; t++) {
      const high = right(e, 6) ^ right(e, 11) ^ right(e, 25);
      const first = (h + high + ((e & f) ^ (~e & g)) + (cubeRoots[t] as number) + (words[t] as number)) | 0;
      const low = right(a, 2) ^ right(a, 13) ^ right(a, 22);
      const second = (low + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + first) | 0;
      d = c;
      c = b;
      b = a;
      a = (first + second) | 0;
    }
    addTo(state, [a, b, c, d, e, f, g, h]);
  });
}

/** SHA-1, FIPS 180-4 §6.1. */
export function sha1Bytes(bytes: Uint8Array): Uint8Array {
  const words = new Uint32Array(80);
  const start = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  return digest(bytes, 'big', start, words, (state) => {
    for (let t = 16; t < 80; t++) {
      const mixed = (words[t - 3] as number) ^ (words[t - 8] as number) ^ (words[t - 14] as number);
      words[t] = left(mixed ^ (words[t - 16] as number), 1);
    }
    let [a, b, c, d, e] = state as unknown as Eight;
    for (let t = 0; t < 80; t++) {
      const round = t < 20 ? 0 : t < 40 ? 1 : t < 60 ? 2 : 3;
      const mixed = round === 0 ? (b & c) | (~b & d) : round === 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
      const next = (left(a, 5) + mixed + e + (sha1Constants[round] as number) + (words[t] as number)) | 0;
      e = d;
      d = c;
      c = left(b, 30);
      b = a;
      a = next;
    }
    addTo(state, [a, b, c, d, e]);
  });
}

const sha1Constants = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6];

const md5Turns = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const sines = Uint32Array.from({ length: 64 }, (_, at) => Math.floor(Math.abs(Math.sin(at + 1)) * 2 ** 32));

/** MD5, RFC 1321 §3. */
export function md5Bytes(bytes: Uint8Array): Uint8Array {
  const words = new Uint32Array(16);
  const start = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  return digest(bytes, 'little', start, words, (state) => {
    let [a, b, c, d] = state as unknown as Eight;
    for (let t = 0; t < 64; t++) {
      const round = t >> 4;
      const mixed =
        round === 0
          ? (b & c) | (~b & d)
          : round === 1
            ? (d & b) | (~d & c)
            : round === 2
              ? b ^ c ^ d
              : c ^ (b | ~d);
      const from = round === 0 ? t : round === 1 ? 5 * t + 1 : round === 2 ? 3 * t + 5 : 7 * t;
      const sum = (a + mixed + (sines[t] as number) + (words[from % 16] as number)) | 0;
      a = d;
      d = c;
      c = b;
      b = (b + left(sum, md5Turns[round * 4 + (t % 4)] as number)) | 0;
    }
    addTo(state, [a, b, c, d]);
  });
}

type Order = 'big' | 'little';
type Eight = [number, number, number, number, number, number, number, number];

/**
 * Pads the bytes and works through them in blocks of 16 words of 32 bits, as the three digests have it.
 * @param words is given the block in its first 16.
 */
function digest(
  bytes: Uint8Array,
  order: Order,
  start: readonly number[],
  words: Uint32Array,
  work: (state: Uint32Array) => void,
): Uint8Array {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  const little = order === 'little';
  const [high, low] = [Math.floor(bytes.length / 2 ** 29), (bytes.length * 8) >>> 0];
  view.setUint32(padded.length - 8, little ? low : high, little);
  view.setUint32(padded.length - 4, little ? high : low, little);
  const state = Uint32Array.from(start);
  for (let block = 0; block < padded.length; block += 64) {
    for (let at = 0; at < 16; at++) words[at] = view.getUint32(block + at * 4, little);
    work(state);
  }
  const made = new DataView(new ArrayBuffer(start.length * 4));
  for (const [at, word] of state.entries()) made.setUint32(at * 4, word, little);
  return new Uint8Array(made.buffer);
}

function addTo(state: Uint32Array, values: readonly number[]): void {
  for (let at = 0; at < values.length; at++) state[at] = (state[at] as number) + (values[at] as number);
}

const left = (value: number, by: number) => (value << by) | (value >>> (32 - by));
const right = (value: number, by: number) => (value >>> by) | (value << (32 - by));

/** Bytes as hexadecimal digits. */
export function hexOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += (byte < 16 ? '0' : '') + byte.toString(16);
  return text;
}
