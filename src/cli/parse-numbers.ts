import { InvalidArgumentError } from 'commander';

/** Whole numbers from 1 with commas between; the option may be repeated. */
export function parseNumbers(text: string, before: number[] = []): number[] {
  const numbers = text.split(',').map((part) => part.trim());
  const wrong = numbers.find((part) => !/^[1-9]\d{0,14}$/.test(part));
  if (wrong !== undefined) throw new InvalidArgumentError(`"${wrong}" is no number from 1.`);
  return [...before, ...numbers.map(Number)];
}
