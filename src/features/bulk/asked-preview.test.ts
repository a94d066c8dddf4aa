import { expect, test } from 'vitest';
import { AskedPreview } from './asked-preview.ts';

function asked() {
  const cancelled: string[] = [];
  return { cancelled, preview: new AskedPreview((id) => void cancelled.push(id)) };
}

/** An answer of the server that comes when the test says so. */
const answer = () => Promise.withResolvers<{ id: string }>();

test('what was asked last is shown, although its answer is overtaken by that of what was asked before', async () => {
  const { preview, cancelled } = asked();
  const [first, second] = [answer(), answer()];
  const asks = [preview.ask(() => first.promise), preview.ask(() => second.promise)];
  second.resolve({ id: 'second' });
  await asks[1];
  first.resolve({ id: 'first' });
  await Promise.all(asks);
  expect(preview.state.getState()).toEqual({ id: 'second', asking: false, error: null });
  expect(cancelled).toEqual(['first']);
});

test('one that begins after its window was closed is cancelled, and one that has begun when it closes', async () => {
  const { preview, cancelled } = asked();
  const late = answer();
  const ask = preview.ask(() => late.promise);
  preview.drop();
  late.resolve({ id: 'late' });
  await ask;
  expect(cancelled).toEqual(['late']);
  expect(preview.state.getState().id).toBeNull();
  await preview.ask(async () => ({ id: 'begun' }));
  preview.drop();
  preview.drop();
  expect(cancelled).toEqual(['late', 'begun']);
});

test('why it could not begin is told until something is asked anew, but not of what was asked before', async () => {
  const { preview } = asked();
  const [old, wrong] = [answer(), new Error('nothing matches')];
  const first = preview.ask(() => old.promise);
  await preview.ask(async () => Promise.reject(wrong));
  expect(preview.state.getState()).toEqual({ id: null, asking: false, error: wrong });
  old.reject(new Error('too late'));
  await first;
  expect(preview.state.getState().error).toBe(wrong);
  const next = preview.ask(async () => ({ id: 'next' }));
  expect(preview.state.getState()).toEqual({ id: null, asking: true, error: null });
  await next;
  expect(preview.state.getState().id).toBe('next');
});
