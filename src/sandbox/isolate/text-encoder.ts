import { utf8 } from '#core/code/library/digests.ts';

/** For packages that the standard library brings along: isolates have none of their own. */
export class TextEncoder {
  encode(text: string): Uint8Array {
    return Uint8Array.from(utf8(text));
  }
}

/** As `TextEncoder`; bytes that are no UTF-8 become U+FFFD. */
export class TextDecoder {
  decode(bytes: Uint8Array): string {
    const escaped = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
    try {
      return decodeURIComponent(escaped);
    } catch {
      return '\ufffd'.repeat(bytes.length);
    }
  }
}
