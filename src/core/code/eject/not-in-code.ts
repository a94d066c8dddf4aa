/** Code could not do exactly what the mapping does. The message is a clause that says why. */
export class NotInCode extends Error {
  override readonly name = 'NotInCode';
}
