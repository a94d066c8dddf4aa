/** What the isolate gives to the standard library, and to nothing else. */
declare module 'syncline:host' {
  /** Writes a line to the account of the record at hand. */
  export function write(level: 'debug' | 'info' | 'warn' | 'error', text: string): void;
}
