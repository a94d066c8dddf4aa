import type ivm from 'isolated-vm';
import { type Frame, readFrames, writeFrame } from '../frames.ts';
import type { Answer, Order } from '../protocol.ts';
import { becomeNobody } from './become-nobody.ts';
import { runOrder } from './run-order.ts';
import { ScopeIsolate } from './scope-isolate.ts';

type Start = Extract<Order, { kind: 'start' }>;

/** Isolates that are kept beside each other; of more the one that was used longest ago goes. */
const MOST_ISOLATES = 8;

let tools: { addon: typeof ivm; runtime: string; limits: Start['limits'] } | null = null;
const scopes = new Map<string, ScopeIsolate>();

function answer(head: Answer, text = ''): Promise<void> {
  return new Promise((written) => writeFrame(process.stdout, head, text, written));
}

/** Ends at once, whatever the threads of isolates are at. */
function end(): void {
  process.kill(process.pid, 'SIGKILL');
}

async function obey(order: Order, text: string): Promise<void> {
  switch (order.kind) {
    case 'start': {
      const loaded: { exports: { ivm?: typeof ivm } } = { exports: {} };
      process.dlopen(loaded, order.addon);
      const addon = loaded.exports.ivm;
      if (addon === undefined) throw new Error('isolated-vm has another form.');
      tools = { addon, runtime: text, limits: order.limits };
      await answer({ kind: 'ready', user: becomeNobody() });
      return;
    }
    case 'load': {
      const marshal = text.slice(order.code, order.code + order.marshal);
      const texts = {
        code: text.slice(0, order.code),
        marshal,
        tables: text.slice(order.code + order.marshal),
      };
      scopeOf(order.scope).load(order.program, texts);
      return;
    }
    case 'release':
      scopes.get(order.scope)?.dispose();
      scopes.delete(order.scope);
      return;
    case 'run': {
      const { limits } = started();
      const stopped = await runOrder(scopeOf(order.scope), order, text, {
        limits,
        sendPart: (done, part) => answer({ kind: 'part', done }, part),
        abandon: (at) => void answer({ kind: 'end', stopped: at }).then(end),
      });
      await answer({ kind: 'end', stopped });
      makeRoom();
    }
  }
}

function started() {
  if (tools === null) throw new Error('The first order is to start.');
  return tools;
}

function scopeOf(name: string): ScopeIsolate {
  const { addon, runtime, limits } = started();
  const found = scopes.get(name) ?? new ScopeIsolate(addon, runtime, limits);
  // The map's order is that of use.
  scopes.delete(name);
  scopes.set(name, found);
  return found;
}

function makeRoom(): void {
  const idle = [...scopes.values()].filter((scope) => !scope.isFresh);
  for (const scope of idle.slice(0, -MOST_ISOLATES)) scope.dispose();
}

let orders: Promise<void> = Promise.resolve();
const onOrder = ({ head, text }: Frame<Order>) => {
  // A fault of ours ends the process, and the host tells of it.
  orders = orders.then(() => obey(head, text));
};
readFrames<Order>(process.stdin, onOrder, (error) => {
  throw error;
});
// The channel closes with the host, also when that was killed.
process.stdin.on('end', end).on('error', end);
process.stdout.on('error', end);
