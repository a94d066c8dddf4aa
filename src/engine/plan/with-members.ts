/** The same object but for some members; the others keep their own `this`. */
export function withMembers<T extends object>(object: T, members: Partial<T>): T {
  return new Proxy(object, {
    get(inner, name) {
      const value = name in members ? Reflect.get(members, name) : Reflect.get(inner, name, inner);
      return typeof value === 'function' && !(name in members) ? value.bind(inner) : value;
    },
  });
}
