import { InvalidArgumentError } from 'commander';

/** A parser of values out of a closed list, for an option that may be repeated or hold commas. */
export function parseChoices<T extends string>(choices: readonly T[]): (text: string, before?: T[]) => T[] {
  return (text, before = []) => {
    const values = text.split(',').map((part) => part.trim());
    const found = values.map((value) => choices.find((choice) => choice === value));
    const wrong = values.filter((_, index) => found[index] === undefined);
    if (wrong.length > 0) throw new InvalidArgumentError(`Allowed are ${choices.join(', ')}.`);
    return [...before, ...found.filter((value) => value !== undefined)];
  };
}
