import { Environment } from '@marcbachmann/cel-js';
import type { Field } from '../values/stream-schema.ts';
import { ExactNumber } from './exact-number.ts';
import { expressionType } from './expression-value.ts';
import { registerFieldMacros } from './field-macros.ts';
import { numberFunctions, numberOperators } from './number-functions.ts';
import { textFunctions } from './text-functions.ts';
import { timeFunctions } from './time-functions.ts';

/** How much an expression may consist of. */
const limits = {
  maxAstNodes: 300,
  maxDepth: 30,
  maxListElements: 100,
  maxMapEntries: 1,
  maxCallArguments: 4,
};

let base: Environment | null = null;

/** The language without fields; made once. */
function language(): Environment {
  base ??= makeLanguage();
  return base;
}

function makeLanguage(): Environment {
  const environment = new Environment({ limits, unlistedVariablesAreDyn: false });
  environment.registerType('decimal', { ctor: ExactNumber, fields: {} });
  for (const [signature, handler] of Object.entries({
    ...textFunctions,
    ...numberFunctions,
    ...timeFunctions,
  })) {
    environment.registerFunction(signature, handler as never, { async: false } as never);
  }
  for (const [signature, handler] of Object.entries(numberOperators)) {
    environment.registerOperator(signature, handler as never);
  }
  return environment;
}

/** The language with these fields as its variables; `variables` are their names in it, by the field's name. */
export function expressionEnvironment(fields: readonly Field[]): {
  environment: Environment;
  variables: ReadonlyMap<string, string>;
} {
  const environment = language().clone();
  const variables = new Map<string, string>();
  const taken = new Set(fields.map((field) => field.name));
  for (const [index, field] of fields.entries()) {
    const { name } = expressionType(field.type);
    if (isPlain(field.name) && register(environment, field.name, name)) variables.set(field.name, field.name);
    else {
      let hidden = `_field_${index}`;
      while (taken.has(hidden)) hidden += '_';
      environment.registerVariable(hidden, name);
      variables.set(field.name, hidden);
    }
  }
  registerFieldMacros(environment, variables);
  return { environment, variables };
}

const words = new Set(['in', 'true', 'false', 'null']);

function isPlain(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !words.has(name);
}

/** The library keeps some words for itself; fields of such names are read with `field("…")`. */
function register(environment: Environment, name: string, type: string): boolean {
  try {
    environment.registerVariable(name, type);
    return true;
  } catch {
    return false;
  }
}
