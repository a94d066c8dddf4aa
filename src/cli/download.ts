import { z } from 'zod';
import { ErrorCode } from '#core/errors/codes.ts';
import { CliError } from './cli-error.ts';

const Answer = z.object({ code: ErrorCode, message: z.string(), detail: z.string(), remedy: z.string() });

/** Asks the server at `url` for a file. Throws CliError with what it answers instead. */
export async function download(
  url: string,
  key: string | null,
  { path, asked, signal }: { path: string; asked: Record<string, string>; signal: AbortSignal },
): Promise<ReadableStream<Uint8Array>> {
  const headers: HeadersInit = key === null ? {} : { authorization: `Bearer ${key}` };
  const answer = await fetch(`${url}${path}?${new URLSearchParams(asked)}`, { headers, signal }).catch(
    (cause: unknown) => {
      throw new CliError('CONNECTION_REFUSED', `Nothing answers at ${url}.`, {
        remedy: 'Start Syncline with npm start, or name its address with --server.',
        cause,
      });
    },
  );
  if (answer.ok && answer.body) return answer.body;
  const told = Answer.safeParse(await answer.json().catch(() => null));
  if (!told.success) throw new CliError('CONNECTION_LOST', `What answers at ${url} is not Syncline.`);
  const { code, message, detail, remedy } = told.data;
  throw new CliError(code, message, { detail, remedy });
}
