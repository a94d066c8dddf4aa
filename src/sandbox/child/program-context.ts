import type ivm from 'isolated-vm';
import type { CodeLimits } from '../code-limits.ts';
import type { ContextCalls, prepareContext } from '../isolate/main.ts';
import type { Order } from '../protocol.ts';

type RunOrder = Extract<Order, { kind: 'run' }>;

/** The compiled texts of a program. */
export type ProgramTexts = { code: string; marshal: string; tables: string };

/** What a script is called in stacks: the host looks for it there. */
export const codeFile = 'code';

/** A context of an isolate with one program in it. */
export class ProgramContext {
  readonly #begin: ivm.Reference<ContextCalls['begin']>;
  readonly #go: ivm.Reference<ContextCalls['go']>;

  /** Throws what isolated-vm throws where the isolate has no room. Runs nothing of the code itself. */
  constructor(
    addon: typeof ivm,
    isolate: ivm.Isolate,
    runtime: string,
    texts: ProgramTexts,
    progress: SharedArrayBuffer,
    limits: CodeLimits,
  ) {
    const context = isolate.createContextSync();
    const value = (source: string, filename: string) =>
      isolate.compileScriptSync(source, { filename }).runSync(context, { reference: true, release: true });
    const prepare = value(runtime, 'runtime');
    const marshal = value(texts.marshal, 'marshal');
    const code = value(texts.code, codeFile);
    const calls = (prepare as ivm.Reference<typeof prepareContext>).applySync(
      undefined,
      [
        marshal.derefInto({ release: true }),
        code.derefInto({ release: true }),
        new addon.ExternalCopy(progress).copyInto({ release: true }),
        JSON.stringify(limits),
        texts.tables,
      ],
      { result: { reference: true } },
    );
    this.#begin = calls.getSync('begin', { reference: true });
    this.#go = calls.getSync('go', { reference: true });
    calls.release();
    prepare.release();
  }

  /** Begins with the inputs. The module itself runs when this is called first. */
  async begin(order: RunOrder, text: string): Promise<void> {
    const { entry, count, single, observe, limitMs: timeout } = order;
    await this.#begin.apply(undefined, [entry, text, count, single, observe], { timeout });
  }

  /**
   * The next part, worked on in a thread beside; undefined while a promise is waited for. Rejects with isolated-vm's
   * error where a limit stops it, and with what code rejected where nobody heard of that.
   */
  async go(timeout: number): Promise<string | undefined> {
    return (await this.#go.apply(undefined, [], { timeout })) as string | undefined;
  }
}
