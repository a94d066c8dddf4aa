/** The UTF-8 of a text, with U+FFFD in the place of half a pair, as TextEncoder has it (which isolates have not). */
export function utf8(value: string): number[] {
  const bytes: number[] = [];
  for (const character of value) {
    const given = character.codePointAt(0) ?? 0;
    const point = given >= 0xd800 && given <= 0xdfff ? 0xfffd : given;
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63));
    else if (point < 0x10000)
      bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
    else
      bytes.push(
        0xf0 | (point >> 18),
        0x80 | ((point >> 12) & 63),
        0x80 | ((point >> 6) & 63),
        0x80 | (point & 63),
      );
  }
  return bytes;
}

/** The 32 bits behind the point of a number. */
const fraction = (value: number) => Math.floor((value - Math.floor(value)) * 2 ** 32);

const primes: number[] = [];
for (let each = 2; primes.length < 64; each++) {
  if (primes.every((prime) => each % prime !== 0)) primes.push(each);
}
const cubeRoots = primes.map((prime) => fraction(Math.cbrt(prime)));
const squareRoots = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));

/** SHA-256, FIPS 180-4 §6.2. */
export function sha256Bytes(bytes: readonly number[]): number[] {
  const state = [...squareRoots];
  for (const block of blocks(bytes, 'big')) {
    const words = [...block];
    for (let at = 16; at < 64; at++) {
      const [a, b] = [word(words, at - 15), word(words, at - 2)];
      const low = right(a, 7) ^ right(a, 18) ^ (a >>> 3);
      const high = right(b, 17) ^ right(b, 19) ^ (b >>> 10);
      words.push((word(words, at - 16) + low + word(words, at - 7) + high) | 0);
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
    for (let at = 0; at < 64; at++) {
      const high = right(e, 6) ^ right(e, 11) ^ right(e, 25);
      const first = (h + high + ((e & f) ^ (~e & g)) + word(cubeRoots, at) + word(words, at)) | 0;
      const low = right(a, 2) ^ right(a, 13) ^ right(a, 22);
      const second = (low + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
    }
    for (const [at, each] of [a, b, c, d, e, f, g, h].entries()) state[at] = (word(state, at) + each) | 0;
  }
  return bytesOf(state, 'big');
}

/** SHA-1, FIPS 180-4 §6.1. */
export function sha1Bytes(bytes: readonly number[]): number[] {
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  for (const block of blocks(bytes, 'big')) {
    const words = [...block];
    for (let at = 16; at < 80; at++) {
      words.push(
        left(word(words, at - 3) ^ word(words, at - 8) ^ word(words, at - 14) ^ word(words, at - 16), 1),
      );
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
    for (let at = 0; at < 80; at++) {
      const [mixed, constant] =
        at < 20
          ? [(b & c) | (~b & d), 0x5a827999]
          : at < 40
            ? [b ^ c ^ d, 0x6ed9eba1]
            : at < 60
              ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
              : [b ^ c ^ d, 0xca62c1d6];
      [e, d, c, b, a] = [d, c, left(b, 30), a, (left(a, 5) + mixed + e + constant + word(words, at)) | 0];
    }
    for (const [at, each] of [a, b, c, d, e].entries()) state[at] = (word(state, at) + each) | 0;
  }
  return bytesOf(state, 'big');
}

const md5Turns = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
];
const sines = Array.from({ length: 64 }, (_, at) => Math.floor(Math.abs(Math.sin(at + 1)) * 2 ** 32));

/** MD5, RFC 1321 §3. */
export function md5Bytes(bytes: readonly number[]): number[] {
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (const words of blocks(bytes, 'little')) {
    let [a = 0, b = 0, c = 0, d = 0] = state;
    for (let at = 0; at < 64; at++) {
      const round = at >> 4;
      const [mixed, from] =
        round === 0
          ? [(b & c) | (~b & d), at]
          : round === 1
            ? [(d & b) | (~d & c), (5 * at + 1) % 16]
            : round === 2
              ? [b ^ c ^ d, (3 * at + 5) % 16]
              : [c ^ (b | ~d), (7 * at) % 16];
      const sum = (a + mixed + word(sines, at) + word(words, from)) | 0;
      [a, d, c, b] = [d, c, b, (b + left(sum, md5Turns[round]?.[at % 4] ?? 0)) | 0];
    }
    for (const [at, each] of [a, b, c, d].entries()) state[at] = (word(state, at) + each) | 0;
  }
  return bytesOf(state, 'little');
}

type Order = 'big' | 'little';

/** The bytes, padded, in blocks of 16 words of 32 bits. */
function blocks(bytes: readonly number[], order: Order): number[][] {
  const padded = [...bytes, 0x80];
  while (padded.length % 64 !== 56) padded.push(0);
  const size = bytesOf([Math.floor(bytes.length / 2 ** 29), bytes.length * 8], 'big');
  padded.push(...(order === 'big' ? size : size.reverse()));
  return Array.from({ length: padded.length / 64 }, (_, block) =>
    Array.from({ length: 16 }, (_, at) => {
      const four = padded.slice(block * 64 + at * 4, block * 64 + at * 4 + 4);
      return (order === 'big' ? four : four.reverse()).reduce((sum, byte) => (sum << 8) | byte, 0);
    }),
  );
}

function bytesOf(words: readonly number[], order: Order): number[] {
  return words.flatMap((each) => {
    const four = [each >>> 24, (each >>> 16) & 255, (each >>> 8) & 255, each & 255];
    return order === 'big' ? four : four.reverse();
  });
}

const word = (words: readonly number[], at: number) => words[at] ?? 0;
const left = (value: number, by: number) => (value << by) | (value >>> (32 - by));
const right = (value: number, by: number) => (value >>> by) | (value << (32 - by));
