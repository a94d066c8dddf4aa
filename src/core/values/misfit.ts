/** A value does not fit a type. The message is a clause such as `it is out of range`. */
export class Misfit extends Error {
  override readonly name = 'Misfit';
}
