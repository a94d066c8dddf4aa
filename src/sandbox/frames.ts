import type { Readable, Writable } from 'node:stream';

/** What goes through the channel between host and child: a small head, and a text of any length. */
export type Frame<Head> = { head: Head; text: string };

const PREFIX = 8;
/** Far more than any part is: what claims to be longer is no frame. */
const LONGEST = 2 ** 28;

/** Writes a frame: the lengths of head and text in bytes (each 32 bits), the head as JSON, the text. */
export function writeFrame(to: Writable, head: object, text: string, written?: () => void): void {
  const json = JSON.stringify(head);
  const headBytes = Buffer.byteLength(json);
  const textBytes = Buffer.byteLength(text);
  const buffer = Buffer.allocUnsafe(PREFIX + headBytes + textBytes);
  buffer.writeUInt32LE(headBytes, 0);
  buffer.writeUInt32LE(textBytes, 4);
  buffer.write(json, PREFIX);
  buffer.write(text, PREFIX + headBytes);
  to.write(buffer, written);
}

/**
 * Hands on the frames that arrive, in their order. A frame may come in many chunks and a chunk hold many frames.
 * @param onNonsense what arrives is none of `writeFrame`; nothing more is read then
 */
export function readFrames<Head>(
  from: Readable,
  onFrame: (frame: Frame<Head>) => void,
  onNonsense: (error: unknown) => void,
): void {
  let chunks: Buffer[] = [];
  let have = 0;
  let need = PREFIX;
  const take = (chunk: Buffer) => {
    chunks.push(chunk);
    have += chunk.length;
    while (have >= need) {
      let buffer = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, have);
      const headEnd = PREFIX + buffer.readUInt32LE(0);
      const end = headEnd + buffer.readUInt32LE(4);
      if (buffer.length >= end) {
        const head = JSON.parse(buffer.toString('utf8', PREFIX, headEnd));
        const text = buffer.toString('utf8', headEnd, end);
        buffer = buffer.subarray(end);
        onFrame({ head, text });
      }
      chunks = [buffer];
      have = buffer.length;
      need = have >= PREFIX ? PREFIX + buffer.readUInt32LE(0) + buffer.readUInt32LE(4) : PREFIX;
      if (need > LONGEST) throw new Error(`A frame of ${need} bytes`);
    }
  };
  from.on('data', function onData(chunk: Buffer) {
    try {
      take(chunk);
    } catch (error) {
      from.off('data', onData);
      onNonsense(error);
    }
  });
}
