import type { Position } from '#core/change/position.ts';

/** `16/B374D848` as 16 upper-case hex digits, so that string order is log order. */
export function positionFromLsn(lsn: string): Position {
  const slash = lsn.indexOf('/');
  return (
    lsn.slice(0, slash).toUpperCase().padStart(8, '0') +
    lsn
      .slice(slash + 1)
      .toUpperCase()
      .padStart(8, '0')
  );
}

/** The inverse of `positionFromLsn`; the position before every other is `0/0`. */
export function lsnFromPosition(position: Position): string {
  if (position === '') return '0/0';
  return `${hexNumber(position.slice(0, 8))}/${hexNumber(position.slice(8))}`;
}

function hexNumber(digits: string): string {
  return digits.replace(/^0+(?=.)/, '');
}

/** The position one byte before; `0/0` stays. */
export function positionBefore(position: Position): Position {
  const value = BigInt(`0x${position}`);
  return (value === 0n ? 0n : value - 1n).toString(16).toUpperCase().padStart(16, '0');
}
