/** Runs jobs in the order in which they came, at most `limit()` at the same time. */
export class BoundedQueue {
	readonly #waiting: Array<() => Promise<void>> = [];
	readonly #limit: () => number;
	#running = 0;

	/** @param limit asked before each start, so that it may change */
	constructor(limit: () => number) {
		this.#limit = limit;
	}

	/** Puts a job at the end; resolves or rejects as it does. */
	run<Result>(job: () => Promise<Result>): Promise<Result> {
		return new Promise((resolve, reject) => {
			this.#waiting.push(() => job().then(resolve, reject));
			this.#startNext();
		});
	}

	#startNext(): void {
		while (this.#running < Math.max(1, this.#limit())) {
			const job = this.#waiting.shift();
			if (!job) return;
			this.#running += 1;
			void job().finally(() => {
				this.#running -= 1;
				this.#startNext();
			});
		}
	}
}
