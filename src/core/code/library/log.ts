/** A structured log: its lines are shown beside the record that was worked on. */
import { write } from 'syncline:host';

/** What a line tells beside its message, by name. */
export type Fields = { readonly [name: string]: unknown };

/**
 * Writes a line that only somebody who looks for an error wants to see.
 * @example log.debug('read', { price: record.price });
 */
export function debug(message: string, fields?: Fields): void {
  write('debug', line(message, fields));
}

/**
 * Writes a line.
 * @example log.info('kept the old price', { sku: record.sku });
 */
export function info(message: string, fields?: Fields): void {
  write('info', line(message, fields));
}

/**
 * Writes a line about something odd that the record goes on with.
 * @example log.warn('no country', { id: record.id });
 */
export function warn(message: string, fields?: Fields): void {
  write('warn', line(message, fields));
}

/**
 * Writes a line about something wrong. The record goes on: to fail it, throw an error.
 * @example log.error('two owners', { owners });
 */
export function error(message: string, fields?: Fields): void {
  write('error', line(message, fields));
}

/** `kept the old price sku="A-1" count=3`: what greps well and reads well. */
function line(message: string, fields: Fields = {}): string {
  const told = Object.entries(fields).map(([name, value]) => ` ${name}=${shown(value)}`);
  return message + told.join('');
}

function shown(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Error) return JSON.stringify(`${value.name}: ${value.message}`);
  try {
    const plain = (_: string, each: unknown) => (typeof each === 'bigint' ? String(each) : each);
    return JSON.stringify(value, plain) ?? String(value);
  } catch {
    // It goes round in a circle.
    return Object.prototype.toString.call(value);
  }
}
