import { BoundedQueue } from './boundedQueue.mts';

type QueueOwner = { id: string; settings: { parallel: number } };

/**
 * What goes on in a service while nobody asks: the processing of documents, each known by its id,
 * so many at a time for each account.
 */
export class Background {
	readonly #running = new Map<string, AbortController>();
	readonly #queues = new Map<string, BoundedQueue>();

	/** Begins the work on a document; what it throws goes to stderr. */
	start(id: string, work: (signal: AbortSignal) => Promise<void>): void {
		const abort = new AbortController();
		this.#running.set(id, abort);
		work(abort.signal)
			.catch((error: unknown) => console.error(`${id}:`, error))
			.finally(() => {
				if (this.#running.get(id) === abort) this.#running.delete(id);
			});
	}

	/** Ends the work on a document. */
	cancel(id: string): void {
		this.#running.get(id)?.abort();
		this.#running.delete(id);
	}

	/** Ends everything under way. */
	close(): void {
		for (const abort of this.#running.values()) abort.abort();
	}

	/** The account's queue, which runs as many tasks at a time as its setting `parallel` says. */
	queueOf(account: QueueOwner): BoundedQueue {
		const queue = this.#queues.get(account.id) ?? new BoundedQueue(() => account.settings.parallel);
		this.#queues.set(account.id, queue);
		return queue;
	}
}
