import { arrayElements, arrayText } from './array-text.ts';
import { jsonItems } from './json-text.ts';
import { Misfit } from './misfit.ts';
import type { NeutralType } from './neutral-type.ts';
import { isNumberType } from './number-cast-kind.ts';
import { readText } from './read-text.ts';

/** A one-dimensional array as a JSON list: numbers, truth values and JSON as such, all else as strings. Throws Misfit. */
export function arrayToJson(of: NeutralType): (text: string) => string {
  const spell = spelling(of);
  return (text) =>
    `[${arrayElements(text)
      .map((element) => (element === null ? 'null' : spell(element)))
      .join(', ')}]`;
}

function spelling(of: NeutralType): (element: string) => string {
  if (of.kind === 'json') return (element) => element;
  if (of.kind === 'boolean') return (element) => (element === 't' ? 'true' : 'false');
  if (!isNumberType(of)) return (element) => JSON.stringify(element);
  return (element) => {
    if (!/^-?\d/.test(element)) throw new Misfit(`JSON has no number ${element}`);
    return element;
  };
}

/** A JSON list as an array whose elements are of the type; JSON's null is null. Throws Misfit. */
export function jsonToArray(of: NeutralType): (text: string) => string {
  const read = reading(of);
  return (text) => {
    const items = jsonItems(text);
    if (items === null) throw new Misfit('it is not a list');
    return arrayText(items.map((item) => (item === 'null' ? null : read(item))));
  };
}

function reading(of: NeutralType): (item: string) => string {
  const read = readText(of);
  if (of.kind === 'json') return (item) => item;
  if (of.kind === 'boolean') {
    return (item) => (item === 'true' || item === 'false' ? read(item) : refuse(item));
  }
  if (isNumberType(of)) return (item) => (/^[-\d]/.test(item) ? read(item) : refuse(item));
  return (item) => (item.startsWith('"') ? read(JSON.parse(item)) : refuse(item));
}

function refuse(item: string): never {
  throw new Misfit(
    `the list holds ${item.length > 40 ? `${item.slice(0, 40)}…` : item}, which its elements are not`,
  );
}
