import { createHash } from 'node:crypto';
import type { Account, Accounts } from '../shared/accounts.mts';
import { Background } from '../shared/background.mts';
import { now, sleep } from '../shared/clock.mts';
import { isFinal, type Document, type Documents } from './documents.mts';
import type { Outcome, Reading } from './reading.mts';
import type { Settings } from './settings.mts';
import type { Webhooks } from './webhooks.mts';

/** What the processing works with. */
export type ProcessingParts = {
	accounts: Accounts<Settings>;
	documents: Documents;
	reading: Reading;
	webhooks: Webhooks;
	/** Milliseconds that a document is in process, where the account says nothing else. */
	processingTime: number;
};

/** Walks documents from the first status through `processing` to `processed` or `failed`. */
export class Processing {
	readonly #parts: ProcessingParts;
	readonly #background = new Background();

	constructor(parts: ProcessingParts) {
		this.#parts = parts;
	}

	/** Sends a document on its way; nothing happens in an account that is set to `manual`. */
	start(account: Account<Settings>, document: Document): void {
		if (account.settings.processing === 'manual') return;
		this.#background.start(
			document.id,
			async (signal) => await this.#walk(account, document, signal),
		);
	}

	/** Ends the automatic processing of a document. */
	cancel(document: Document): void {
		this.#background.cancel(document.id);
	}

	/** Ends everything under way. */
	close(): void {
		this.#background.close();
	}

	/**
	 * Puts a document into a status, settles its credits, and announces it when the status is final.
	 */
	async settle(account: Account<Settings>, document: Document, outcome: Outcome): Promise<void> {
		const { accounts, documents, webhooks } = this.#parts;
		const final = isFinal(outcome.status);
		const finished: Document = {
			...document,
			...outcome,
			pageCount: outcome.pageCount ?? document.pageCount,
			updatedAt: now(account),
		};
		const { early } = account.settings.webhook;
		if (final && early > 0) {
			void webhooks.announce(account, finished);
			await sleep(early);
		}
		if (documents.get(document.id) !== document) return;
		const due = creditsFor(finished);
		account.balance -= due - document.creditsTaken;
		Object.assign(document, finished, { creditsTaken: due });
		await Promise.all([documents.save(document), accounts.save(account)]);
		if (final && early === 0) void webhooks.announce(account, { ...document });
	}

	async #walk(account: Account<Settings>, document: Document, signal: AbortSignal): Promise<void> {
		await sleep(account.settings.queueTime, signal);
		await this.#background.queueOf(account).run(async () => {
			if (signal.aborted) return;
			document.status = 'processing';
			document.updatedAt = now(account);
			await this.#parts.documents.save(document);
			const { settings } = account;
			const time =
				(settings.processingTime ?? this.#parts.processingTime) +
				settings.processingSpread * shareOf(document.fileName);
			const [outcome] = await Promise.all([
				this.#parts.reading.read(document, settings, signal),
				sleep(time, signal),
			]);
			if (!signal.aborted) await this.settle(account, document, outcome);
		});
	}
}

/**
 * One credit per page, taken when it is processed; what was taken for a document that failed is
 * given back (documented).
 */
function creditsFor({ status, pageCount, creditsTaken }: Document): number {
	if (status === 'processed') return pageCount;
	return isFinal(status) ? 0 : creditsTaken;
}

/** From 0 to 1, always the same for a name and evenly spread over names. */
function shareOf(fileName: string): number {
	return createHash('sha256').update(fileName).digest().readUInt32BE(0) / 2 ** 32;
}
