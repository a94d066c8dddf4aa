import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import { redactFields, redactMessage } from '#core/errors/redact.ts';
import { logContext } from '#lib/log-context.ts';

/**
 * The log of a process: one JSON object a line, with the ids of what is worked on, and nothing that `core/errors/redact.ts`
 * takes out.
 * @param name of the process
 * @param to standard output unless a test wants it elsewhere
 */
export function makeLogger(name: string, level: string, to?: DestinationStream): Logger {
  const options: LoggerOptions = {
    name,
    level,
    mixin: logContext,
    formatters: { log: redactFields },
    // The fields are made safe as a whole before a serializer sees them.
    serializers: { err: (error: unknown) => error },
    hooks: {
      logMethod(args, method) {
        const [fields, message] = args as [unknown, unknown];
        if (typeof fields === 'string') return method.apply(this, [redactMessage(fields, null)]);
        const shown = fields instanceof Error ? { err: fields } : fields;
        const given = message ?? (fields instanceof Error ? fields.message : undefined);
        const said = typeof given === 'string' ? redactMessage(given, shown) : undefined;
        return method.apply(this, [shown, said] as Parameters<typeof method>);
      },
    },
  };
  return to ? pino(options, to) : pino(options);
}
