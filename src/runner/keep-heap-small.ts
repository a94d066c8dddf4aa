import { setFlagsFromString } from 'node:v8';

/**
 * By default V8 lets the heap grow to several times what lives before it looks for garbage among older
 * objects, on a machine with much memory. Changes in passing live just long enough to count as old. Looking for them
 * too often costs more than the room that they take: it is done when twice as much has come as was left.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=200');
}
