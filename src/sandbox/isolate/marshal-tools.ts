import type { CodeField } from '#core/code/code-field.ts';
import { Misfit } from '#core/values/misfit.ts';
import { held, leftOut, pieceOf, textOf } from '../wire-text.ts';
import { Invalid } from './invalid.ts';
import { readerOf } from './read-value.ts';
import { twinOf } from './twin-of.ts';
import { writerOf } from './write-value.ts';

/** How the records of one entry go in and out: `marshal-source.ts` writes it for a program. */
export type Marshal = {
  /** Pieces of one input. */
  width: number;
  read(pieces: readonly string[], at: number): unknown;
  /** Adds the pieces of what the code made of the input there. Throws Invalid, and what the value's own getters throw. */
  write(made: unknown, pieces: readonly string[], at: number, sink: string[]): void;
};

const hold = Symbol.for('syncline.hold');

/** What a program's marshaller is made with. */
export const marshalTools = {
  reader: (type: string) => readerOf(JSON.parse(type)),
  big: BigInt,
  /** A number that prints without an exponent, both in JavaScript and as a float's canonical text. */
  isPlain: (value: unknown) =>
    typeof value === 'number' && (value < 0 ? -value : value) < 1e15 && (value < 0 ? -value : value) >= 1e-4,
  special,
  own: (object: object, name: string) =>
    Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined,
  /** Writes a field's value as a piece. `before` is the piece that the field had. */
  writer(json: string, partial: boolean): (value: unknown, before: string | null) => string {
    const field: CodeField = JSON.parse(json);
    const write = fieldWriter(field);
    return (value, before) => {
      if (value !== undefined) return write(value, before);
      if (partial) return leftOut;
      throw new Invalid(`The field "${field.name}" is missing in what the code returned.`);
    };
  },
  twin: (type: string, offsets: readonly number[], own: number) => twinOf(JSON.parse(type), offsets, own),
  merge: mergeMarshal,
};

export type MarshalTools = typeof marshalTools;

/** Null, what is left out, or a text that begins like a mark. */
function special(piece: string): string | null | undefined {
  if (piece === '') return null;
  return piece === leftOut ? undefined : textOf(piece);
}

function fieldWriter({ name, type, nullable }: CodeField): (value: unknown, before: string | null) => string {
  const write = writerOf(type);
  return (value, before) => {
    const textBefore = before === null ? null : (special(before) ?? null);
    if (value === null) {
      // JSON has a null of its own, which is kept apart from the database's where only one of them can be meant.
      if (type.kind === 'json' && (textBefore === 'null' || !nullable)) return 'null';
      if (nullable) return '';
      throw new Invalid(`The field "${name}" is null, which it may not be.`);
    }
    try {
      return pieceOf(write(value, textBefore));
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      throw new Invalid(`The field "${name}" does not fit ${type.kind}: ${error.message}.`);
    }
  };
}

/** Pieces of a conflict: the field's name, base, left, right. */
function mergeMarshal(json: string): Marshal {
  const fields: CodeField[] = JSON.parse(json);
  const byName = new Map(
    fields.map((field) => [
      field.name,
      { read: readerOf(field.type), write: fieldWriter(field), type: field.type.kind },
    ]),
  );
  const of = (piece: string) => {
    const name = textOf(piece);
    const found = byName.get(name);
    if (found === undefined) throw new Invalid(`The code decides no field "${name}".`);
    return { name, ...found };
  };
  return {
    width: 4,
    read(pieces, at) {
      const { name, read } = of(pieces[at] as string);
      const [base, left, right] = [1, 2, 3].map((offset) => {
        const text = special(pieces[at + offset] as string);
        return typeof text === 'string' ? read(text) : text;
      });
      return { field: name, base, left, right };
    },
    write(made, pieces, at, sink) {
      if (made === hold) {
        sink.push(held);
        return;
      }
      const { name, write } = of(pieces[at] as string);
      if (made === undefined) throw new Invalid(`The code returned nothing for the field "${name}".`);
      sink.push(
        mergedPiece(
          made,
          [2, 3, 1].map((offset) => pieces[at + offset] as string),
          write,
        ),
      );
    },
  };
}

/** A value that one of the sides has keeps its very text. */
function mergedPiece(
  made: unknown,
  candidates: readonly string[],
  write: (value: unknown, before: string | null) => string,
): string {
  let refusal: unknown;
  let written: string | null = null;
  for (const before of candidates) {
    try {
      written = write(made, before);
      if (written === before) return before;
    } catch (error) {
      if (!Invalid.is(error)) throw error;
      refusal = error;
    }
  }
  if (written === null) throw refusal;
  return written;
}
