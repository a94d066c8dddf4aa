/**
 * Sets a field by its name, whatever the name: one that is called `__proto__` would else be taken for the object's
 * own and be gone.
 */
export function put<T>(record: Record<string, T>, name: string, value: NoInfer<T>): void {
  if (name !== '__proto__') record[name] = value;
  else Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
}
