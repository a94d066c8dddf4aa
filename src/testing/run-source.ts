import { transformSync } from 'esbuild';
import * as convert from '#core/code/library/convert.ts';
import * as email from '#core/code/library/email.ts';
import * as json from '#core/code/library/json.ts';
import * as phone from '#core/code/library/phone.ts';
import * as step from '#core/code/library/step.ts';
import * as text from '#core/code/library/text.ts';

type Functions = Record<string, (record: Record<string, unknown>) => Record<string, unknown>>;

const library = { convert, email, json, phone, step, text };

/** Runs a code node's module in this very process, with the standard library: for tests of sources that we wrote. */
export function runSource(source: string): Functions {
  const { code } = transformSync(source, { loader: 'ts', format: 'cjs' });
  const module = { exports: {} };
  new Function('require', 'module', 'exports', code)(() => library, module, module.exports);
  return module.exports as Functions;
}
