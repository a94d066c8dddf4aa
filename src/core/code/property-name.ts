const identifier = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;

/** The name as a property is written: as it is where it may be, else in quotes. */
export function propertyName(name: string): string {
  return identifier.test(name) ? name : JSON.stringify(name);
}

/** The property of something, as it is read: `record.name`, `record["first name"]`. */
export function propertyOf(object: string, name: string): string {
  return identifier.test(name) ? `${object}.${name}` : `${object}[${JSON.stringify(name)}]`;
}
