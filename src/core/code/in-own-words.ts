import { importRefusal } from './import-refusal.ts';

type Told = { code: string; message: string };

/**
 * What TypeScript finds in code, with its advice to install types of a host (`@types/node`) or to change its settings
 * replaced by what can be done here. One thing has one code, whichever version of TypeScript found it.
 *
 * @param found `code` as `TS2304`, or as the editor has it, `2304`
 */
export function inOwnWords(found: Told): Told {
  const { code, message } = found;
  const name = /^Cannot find (?:name|namespace) '([^']+)'\./.exec(message)?.[1];
  if (name !== undefined) {
    const why = reasons.get(name);
    if (why !== undefined)
      return { code: 'NOT_AVAILABLE', message: `"${name}" is not available in code nodes: ${why}.` };
    return advice.test(message) ? { code: 'TS2304', message: `Cannot find name '${name}'.` } : found;
  }
  const module = missingModules.has(code.replace('TS', ''))
    ? /^Cannot find module '([^']+)'/.exec(message)?.[1]
    : undefined;
  if (module !== undefined) return { code: 'IMPORT_FORBIDDEN', message: importRefusal(module) };
  if (!advice.test(message)) return found;
  return {
    code,
    message: `${message.replace(advice, '').trim()} Code nodes have the language as of ES2023.`,
  };
}

/** What cannot be imported, in the words of TypeScript's several ways of looking for it. */
const missingModules = new Set(['2307', '2792', '7016', '2732']);

/** From where TypeScript tells to install or to set something that is not there to be set. */
const advice = / ?(?:Do you need to (?:install|change)|Did you mean to set|Consider using the)[\s\S]*$/;

const reasons = new Map<string, string>(
  Object.entries({
    'there is no process and no environment. Keep settings in a look-up table of the flow':
      'process global Deno Bun NodeJS __dirname __filename module exports',
    'write an import of "syncline" or of a module of the library, "library/<name>", at the top': 'require',
    'there is no network. Look values up in the tables of the flow':
      'fetch XMLHttpRequest WebSocket EventSource Request Response Headers FormData navigator',
    'there is no page':
      'document window self location history localStorage sessionStorage indexedDB alert ' +
      'prompt confirm HTMLElement Element Event jQuery $',
    'there are no timers. Code is given records and returns at once':
      'setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate queueMicrotask ' +
      'requestAnimationFrame',
    'bytes are texts of hexadecimal digits (`BytesText`)':
      'Buffer Blob File TextEncoder TextDecoder atob btoa',
    '`hash` and `id` of "syncline" make digests and ids': 'crypto',
    'what code takes is measured for each record under Try': 'performance',
    'only the language itself and "syncline" are there':
      'URL URLSearchParams structuredClone AbortController ReadableStream',
    'there is no other thread and no shared memory':
      'SharedArrayBuffer Atomics WebAssembly Worker MessageChannel',
    'code cannot watch what is collected as garbage': 'WeakRef FinalizationRegistry',
    'the tests of a node are its cases': 'describe it test expect suite',
  }).flatMap(([why, names]) => names.split(' ').map((name) => [name, why] as const)),
);
