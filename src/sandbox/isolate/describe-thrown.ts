/** What was thrown, in words, and where: the first lines of its stack. Whatever it is, this does not throw. */
export function describeThrown(thrown: unknown): { message: string; stack: string } {
  try {
    return { message: messageOf(thrown).toWellFormed().slice(0, 2000), stack: stackOf(thrown) };
  } catch {
    return { message: 'The code threw something that cannot be read.', stack: '' };
  }
}

function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) {
    const name = String(thrown.name);
    const message = String(thrown.message);
    if (name === 'Error' || name === '') return message || 'The code threw an error without a message.';
    return message ? `${name}: ${message}` : name;
  }
  if (typeof thrown === 'object' && thrown !== null) {
    return `The code threw an object: ${JSON.stringify(thrown) ?? typeof thrown}`;
  }
  return `The code threw ${typeof thrown === 'string' ? JSON.stringify(thrown) : String(thrown)}`;
}

function stackOf(thrown: unknown): string {
  const stack: unknown = thrown instanceof Error ? thrown.stack : '';
  return typeof stack === 'string' ? stack.toWellFormed().slice(0, 6000) : '';
}
