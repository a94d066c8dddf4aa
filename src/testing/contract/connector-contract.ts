import { afterEach, beforeEach, describe } from 'vitest';
import { applyBatch } from '#core/ports/apply-batch.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { Feed } from '#core/ports/source.ts';
import type { Write, WriteBatch, WriteOutcome } from '#core/ports/target.ts';
import type { ConnectorFixture } from './connector-fixture.ts';
import { describeDigests } from './digest-contract.ts';
import { describeFeed } from './feed-contract.ts';
import { FeedReader } from './feed-reader.ts';
import { describeReading } from './reading-contract.ts';
import { describeTarget } from './target-contract.ts';

/** What the parts of the suite work with; fresh for each test. */
export type ContractContext = {
  fixture: ConnectorFixture;
  session: ConnectorSession;
  /** Prepares and opens a feed over both streams, closed after the test. */
  read(feedId?: string): Promise<FeedReader>;
  /** Applies and returns the outcomes; every tag of a write is prepared. */
  apply(writes: Write[], more?: Partial<Pick<WriteBatch, 'checkpoints' | 'epoch'>>): Promise<WriteOutcome[]>;
};

/** The one suite that every connector passes: what `core/ports` promises. */
export function connectorContract(name: string, open: () => Promise<ConnectorFixture>): void {
  describe(`${name} keeps the connector contract`, () => {
    let context: ContractContext;
    let feeds: Feed[];

    beforeEach(async () => {
      const fixture = await open();
      const session = fixture.connector.open(fixture.config);
      feeds = [];
      context = {
        fixture,
        session,
        async read(feedId = 'contract') {
          const feed = { feedId, streams: [fixture.people, fixture.lines] };
          await session.source.prepare(feed);
          const opened = await session.source.open(feed);
          feeds.push(opened);
          return new FeedReader(opened);
        },
        async apply(writes, { checkpoints = [], epoch = 1 } = {}) {
          let outcomes: WriteOutcome[] = [];
          await session.target.prepare([...new Set([...writes, ...checkpoints].map(({ tag }) => tag))]);
          await applyBatch(session.target, { writes, checkpoints, epoch }, async (settled) => {
            outcomes = settled;
          });
          return outcomes;
        },
      };
    });

    afterEach(async () => {
      await Promise.all(feeds.map((feed) => feed.close()));
      await context.session.close();
      await context.fixture.close();
    });

    describeFeed(() => context);
    describeReading(() => context);
    describeDigests(() => context);
    describeTarget(() => context);
  });
}
