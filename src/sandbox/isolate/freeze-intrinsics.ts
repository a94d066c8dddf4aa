/**
 * Makes everything that the language itself brings immutable, in the context that this runs in, and takes away what
 * code has no use for: shared memory, WebAssembly and the making of code from texts.
 *
 * Properties of prototypes that objects commonly have of their own (`constructor`, `name`, `toString`) become
 * accessors: of a frozen data property even an heir could not assign its own.
 * One object stays as it is: where the prototype of regular expressions is not as V8 made it, all of them take a slow
 * path, and a usual transform three times its time. It is watched instead.
 * @param globals what is added before: the globals of code
 * @returns whether the prototype of regular expressions is still as it was
 * After the "override mistake" as told in https://github.com/tc39/ecma262/issues/1320, and Hardened JavaScript.
 */
export function freezeIntrinsics(globals: Record<string, object>): () => boolean {
  const realm = globalThis as unknown as Record<string, unknown> & {
    Iterator: { from(iterator: object): object };
  };
  for (const name of taken) delete realm[name];
  // Objects inherit from the frozen prototype, and a field may have this name.
  Reflect.deleteProperty(Object.prototype, '__proto__');
  const kinds = [
    function plain() {},
    function* generator() {},
    async function later() {},
    async function* stream() {},
  ];
  for (const made of kinds) refuseToCompile(Object.getPrototypeOf(made));
  realm.Function = kinds[0]?.constructor;
  Object.assign(realm, globals);
  Error.stackTraceLimit = 20;
  const seen = new Set<object>();
  for (const made of kinds) freezeAll(Object.getPrototypeOf(made), seen);
  for (const made of [[][Symbol.iterator](), new Map().entries(), new Set().values(), ''[Symbol.iterator]()])
    freezeAll(Object.getPrototypeOf(made), seen);
  for (const made of [
    /a/[Symbol.matchAll](''),
    realm.Iterator.from({ next: () => ({ done: true, value: 0 }) }),
  ])
    freezeAll(Object.getPrototypeOf(made), seen);
  freezeAll(realm, seen);
  return watch(RegExp.prototype);
}

/** Also what would tell code of the collecting of garbage: chance, and run when no record is at hand. */
const taken = [
  ...['SharedArrayBuffer', 'Atomics', 'WebAssembly', 'eval', 'console'],
  ...['WeakRef', 'FinalizationRegistry'],
];

/** Says whether an object has the own properties and the prototype that it has now. */
function watch(object: object): () => boolean {
  const prototype = Object.getPrototypeOf(object);
  const keys = Reflect.ownKeys(object);
  const before = keys.map((key) => Object.getOwnPropertyDescriptor(object, key));
  return () => {
    const now = Reflect.ownKeys(object);
    return (
      Object.getPrototypeOf(object) === prototype &&
      now.length === keys.length &&
      keys.every((key, index) => isSame(Object.getOwnPropertyDescriptor(object, key), before[index]))
    );
  };
}

function isSame(one: PropertyDescriptor | undefined, other: PropertyDescriptor | undefined): boolean {
  return one?.value === other?.value && one?.get === other?.get && one?.set === other?.set;
}

/** The constructor that functions of this prototype inherit makes none from a text. */
function refuseToCompile(prototype: object): void {
  const refuse = function refused() {
    throw new TypeError('Code cannot be made from a text here.');
  };
  const original = (prototype as { constructor: object }).constructor;
  if (original === Function)
    Object.defineProperty(refuse, 'prototype', { value: prototype, writable: false });
  Object.defineProperty(prototype, 'constructor', { value: refuse });
}

const overridden = new Set([
  'constructor',
  'name',
  'message',
  'toString',
  'valueOf',
  'toLocaleString',
  'toJSON',
]);

function freezeAll(start: object, seen: Set<object>): void {
  const open: unknown[] = [start];
  while (open.length > 0) {
    const next = open.pop();
    if ((typeof next !== 'object' && typeof next !== 'function') || next === null || seen.has(next)) continue;
    seen.add(next);
    open.push(Object.getPrototypeOf(next));
    const inherited = isOverridden(next);
    for (const [key, property] of Object.entries(ownProperties(next))) {
      open.push(property.value, property.get, property.set);
      if (inherited && overridden.has(key)) open.push(...letOverride(next, key, property));
    }
    for (const key of Object.getOwnPropertySymbols(next)) {
      const property = Object.getOwnPropertyDescriptor(next, key);
      open.push(property?.value, property?.get, property?.set);
    }
    if (next !== RegExp.prototype) Object.freeze(next);
  }
}

function ownProperties(object: object): Record<string, PropertyDescriptor> {
  const found: Record<string, PropertyDescriptor> = Object.create(null);
  for (const key of Object.getOwnPropertyNames(object)) {
    const property = Object.getOwnPropertyDescriptor(object, key);
    if (property !== undefined) found[key] = property;
  }
  return found;
}

/** The prototypes whose properties people's own objects and errors have as well. */
function isOverridden(object: object): boolean {
  return (
    object === Object.prototype ||
    object === Error.prototype ||
    Object.getPrototypeOf(object) === Error.prototype
  );
}

/** @returns the functions that it made, which are to be frozen as well */
function letOverride(
  object: object,
  key: string,
  { value, configurable, enumerable }: PropertyDescriptor,
): unknown[] {
  if (value === undefined || configurable !== true) return [];
  const accessors = {
    get: () => value,
    set(this: object, own: unknown) {
      if (this === object) throw new TypeError(`${key} cannot be changed`);
      Object.defineProperty(this, key, { value: own, writable: true, enumerable: true, configurable: true });
    },
  };
  Object.defineProperty(object, key, { ...accessors, enumerable, configurable: false });
  return Object.values(accessors);
}
