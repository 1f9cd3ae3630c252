import type { Account, Accounts } from '../shared/accounts.mts';
import { Background } from '../shared/background.mts';
import { now, sleep } from '../shared/clock.mts';
import type { Processing, Processings } from './processings.mts';
import type { Outcome, Reading } from './reading.mts';
import type { Settings } from './settings.mts';
import { priceOf, workflowOf } from './workflows.mts';

/** What the runs work with. */
export type RunsParts = {
	accounts: Accounts<Settings>;
	processings: Processings;
	reading: Reading;
	/** Milliseconds that a document is in process, where the account says nothing else. */
	processingTime: number;
};

/** Runs processings to their end, and lets callers wait for it. */
export class Runs {
	readonly #parts: RunsParts;
	readonly #background = new Background();
	readonly #waiting = new Map<string, Set<AbortController>>();

	constructor(parts: RunsParts) {
		this.#parts = parts;
	}

	/** Sends a processing on its way; nothing happens in an account that is set to `manual`. */
	start(account: Account<Settings>, processing: Processing): void {
		if (account.settings.processing === 'manual') return;
		this.#background.start(
			processing.id,
			async (signal) => await this.#run(account, processing, signal),
		);
	}

	/** Ends the automatic processing. */
	cancel({ id }: Processing): void {
		this.#background.cancel(id);
		this.#wake(id);
	}

	/**
	 * Waits until a processing runs no more, for `seconds` of real time, or until the signal fires.
	 */
	async wait(processing: Processing, seconds: number, signal: AbortSignal): Promise<void> {
		if (processing.status !== 'running' || seconds === 0 || signal.aborted) return;
		const awake = new AbortController();
		const waiting = this.#waiting.get(processing.id) ?? new Set();
		this.#waiting.set(processing.id, waiting.add(awake));
		await sleep(seconds * 1000, AbortSignal.any([awake.signal, signal]));
		waiting.delete(awake);
		if (waiting.size === 0) this.#waiting.delete(processing.id);
	}

	/** Ends everything under way. */
	close(): void {
		this.#background.close();
		for (const id of this.#waiting.keys()) this.#wake(id);
	}

	/**
	 * Puts down how a processing came out; what is done is paid for, what failed is not (assumption).
	 */
	async settle(
		account: Account<Settings>,
		processing: Processing,
		outcome: Partial<Processing>,
	): Promise<void> {
		const { accounts, processings } = this.#parts;
		if (processings.get(processing.id) !== processing) return;
		const workflow = workflowOf(processing.workflow);
		const pageCount = outcome.pages?.length || processing.pageCount;
		const price =
			outcome.status === 'done' && workflow && processing.mimeType !== null
				? priceOf(workflow, pageCount)
				: 0;
		account.balance -= price - processing.credits;
		const updatedAt = now(account);
		Object.assign(processing, {
			...outcome,
			pageCount,
			credits: price,
			updatedAt,
			duration: updatedAt - processing.createdAt,
		});
		await Promise.all([processings.save(processing), accounts.save(account)]);
		this.#wake(processing.id);
	}

	async #run(
		account: Account<Settings>,
		processing: Processing,
		signal: AbortSignal,
	): Promise<void> {
		await this.#background.queueOf(account).run(async () => {
			if (signal.aborted) return;
			const time = account.settings.processingTime ?? this.#parts.processingTime;
			const [outcome]: [Outcome, void] = await Promise.all([
				this.#parts.reading.read(processing, signal),
				sleep(time, signal),
			]);
			if (!signal.aborted) await this.settle(account, processing, outcome);
		});
	}

	#wake(id: string): void {
		for (const waiting of this.#waiting.get(id) ?? []) waiting.abort();
	}
}
