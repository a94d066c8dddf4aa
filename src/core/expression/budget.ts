import { Misfit } from '../values/misfit.ts';

/** Characters times states that one evaluation may look at: some tens of milliseconds. */
const WORK = 20_000_000;
/** Characters of the longest text, or list of them, that goes in. */
export const LONGEST_INPUT = 100_000;
/** Elements of the longest list that goes in. */
export const MOST_ELEMENTS = 1000;
/** Characters of the longest text that comes to be. */
const LONGEST_RESULT = 1_000_000;

let left = WORK;

/** Begins the account of one evaluation; evaluations run one after the other. */
export function beginWork(): void {
  left = WORK;
}

/** Takes work from the account. Throws Misfit when it is used up. */
export function spendWork(work: number): void {
  left -= work + 1;
  if (left < 0) throw new Misfit('the expression takes too long for it');
}

/** Refuses a text of so many characters before it is made. Throws Misfit. */
export function expectLength(length: number): void {
  spendWork(length);
  if (length > LONGEST_RESULT)
    throw new Misfit(`the expression makes more than ${LONGEST_RESULT} characters`);
}

/** The text, if it is not too long. Throws Misfit. */
export function bounded(text: string): string {
  expectLength(text.length);
  return text;
}
