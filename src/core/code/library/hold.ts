/**
 * What `merge` returns where a person shall decide the conflict.
 * @example if (conflict.left === null) return hold;
 */
export const hold: unique symbol = Symbol.for('syncline.hold');
