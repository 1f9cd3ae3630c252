import { perNode } from '../../../shared/concurrency/perNode';
import { Slots } from '../../../shared/concurrency/pool';
import type { Entry, PollState } from './state';

/**
 * Looks in vain at one finished document before it is looked at only now and then, and no longer as
 * a failure of the poll.
 */
const PATIENCE = 10;
/** Documents in memory of failed looks; more than ever fail while the service works. */
const MOST_FAILED = 1_000;

/** What a polling trigger remembers while this n8n process lives, and may forget. */
export class PollMemory {
	/** Whether this process has looked before. */
	hasLooked = false;
	private latest: PollState | undefined;
	private readonly slot = new Slots(1);
	private looks = 0;
	private turn = 0;
	private readonly failures = new Map<string, number>();

	/**
	 * One look at a time: n8n starts the next one when the last is not over. Not more than one waits
	 * for its turn.
	 *
	 * @returns null when one waits already
	 */
	async inTurn<Result>(look: () => Promise<Result>): Promise<Result | null> {
		if (this.looks > 1) return null;
		this.looks++;
		try {
			return await this.slot.run(look);
		} finally {
			this.looks--;
		}
	}

	/**
	 * n8n saves the state only when documents are passed on; until then the one here is ahead of the
	 * saved one.
	 */
	newest(saved: PollState | null): PollState | null {
		return saved && this.latest?.revision === saved.revision ? this.latest : saved;
	}

	keep(state: PollState): void {
		this.latest = state;
	}

	/** So many of the documents, each time others, so that all have their turn. */
	pick(entries: readonly Entry[], count: number): Entry[] {
		if (entries.length <= count) return [...entries];
		const first = this.turn % entries.length;
		this.turn = first + count;
		return [...entries, ...entries].slice(first, first + count);
	}

	fail({ id }: Entry): void {
		this.failures.set(id, (this.failures.get(id) ?? 0) + 1);
		const [oldest] = this.failures.keys();
		if (this.failures.size > MOST_FAILED && oldest !== undefined) this.failures.delete(oldest);
	}

	isStubborn({ id }: Entry): boolean {
		return (this.failures.get(id) ?? 0) >= PATIENCE;
	}
}

export const memoryOf = perNode(() => new PollMemory());
