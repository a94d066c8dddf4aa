import { z } from 'zod';
import { errorPolicy } from '#core/errors/policy.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { enterWorkspace } from '../auth/enter-workspace.ts';
import { resolveCaller } from '../auth/resolve-caller.ts';
import { logger } from '../logger.ts';
import type { Services } from '../services.ts';
import { toAnswer } from '../to-answer.ts';
import { ExportInput, openExport } from './open-export.ts';

/**
 * Answers a request for an export, by session or API key: `workspace`, `format`, and `filter` as JSON or `operation`.
 * The file is sent as it is read; where that fails, the connection breaks, so that no part passes for the whole.
 */
export async function handleExport(services: Services, request: Request): Promise<Response> {
  try {
    const asked = new URL(request.url).searchParams;
    const caller = await resolveCaller(services, request);
    const context = await enterWorkspace(services, caller, asked.get('workspace') ?? '', 'record.list');
    const reading = new AbortController();
    const { fileName, mediaType, chunks } = await openExport(context, inputOf(asked), reading.signal);
    return new Response(streamOf(chunks, reading), {
      headers: {
        'content-type': mediaType,
        'content-disposition': `attachment; filename="${fileName.replace(/[^\w.-]/g, '_')}"`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    });
  } catch (error) {
    const { code, message, detail } = toAnswer(error);
    const { http, remedy } = errorPolicy[code];
    return Response.json({ code, message, detail, remedy }, { status: http });
  }
}

function inputOf(asked: URLSearchParams): ExportInput {
  const parsed = ExportInput.safeParse({
    format: asked.get('format'),
    filter: jsonOf(asked.get('filter')),
    operationId: asked.get('operation') ?? undefined,
  });
  if (parsed.success) return parsed.data;
  throw new SyncError('INPUT_INVALID', `The request is malformed: ${z.prettifyError(parsed.error)}`);
}

function jsonOf(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SyncError('INPUT_INVALID', 'The filter is not JSON.', { cause });
  }
}

function streamOf(
  chunks: AsyncIterable<string | Uint8Array>,
  reading: AbortController,
): ReadableStream<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await source.next();
          if (done) controller.close();
          else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value);
        } catch (error) {
          if (reading.signal.aborted) return;
          logger.warn({ err: error }, 'an export broke off');
          controller.error(error);
        }
      },
      async cancel() {
        // What is read just now may go on for millions of lines before the next one is handed out.
        reading.abort();
        await source.return?.();
      },
    },
    { highWaterMark: 1 },
  );
}
