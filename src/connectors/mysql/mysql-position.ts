import type { Position } from '#core/change/position.ts';

/** A place in the files of a server's binary log. */
export type LogPlace = {
  /** The number at the end of the log file's name: `17` of `binlog.000017`. */
  file: number;
  /** Bytes from the file's beginning; an event, or the end of the log, begins there. */
  offset: number;
  /** False: the place before the event at `offset`; true: the place after the whole transaction that begins there. */
  after: boolean;
  /** When the file was begun, seconds since 1970: another log has no file of this number with this beginning. */
  begun: number;
};

const text = /^(\d{10})\.(\d{13})([ab])\.([0-9a-f]{8})$/;

/**
 * `0000000017.0000000001234b.6567a1b2`: string order is log order within one log, and the end tells one
 * log from another. A transaction's own position is known from its beginning: where it begins, and `b`.
 */
export function formatPosition({ file, offset, after, begun }: LogPlace): Position {
  const number = String(file).padStart(10, '0');
  const bytes = String(offset).padStart(13, '0');
  return `${number}.${bytes}${after ? 'b' : 'a'}.${begun.toString(16).padStart(8, '0')}`;
}

/** The inverse of `formatPosition`; null for what is no position of this connector. */
export function parsePosition(position: Position): LogPlace | null {
  const match = text.exec(position);
  if (match === null) return null;
  const [, file, offset, letter, begun] = match;
  return {
    file: Number(file),
    offset: Number(offset),
    after: letter === 'b',
    begun: Number.parseInt(begun as string, 16),
  };
}

/** Which of two places of one log comes first: negative, zero or positive. */
export function comparePlacesOfFiles(
  a: Pick<LogPlace, 'file' | 'offset'>,
  b: Pick<LogPlace, 'file' | 'offset'>,
): number {
  return a.file - b.file || a.offset - b.offset;
}
