import { pause, throwIfCanceled } from './cancel';
import { CanceledFailure, ConnectionFailure, ServiceFailure, toFailure } from './errors';
import { Pace } from './pace';
import { settleAll } from './pool';
import { DeadlineFailure, type Sight, type Sighting } from './sighting';

export interface WaitOrder {
	/** Milliseconds from now. */
	timeout: number;
	/** The service's word for the document's state, where it is known. */
	state?: string;
	/** True for a document that may have been finished long ago: it is looked at without the time that a fresh upload needs. */
	ready?: boolean;
}

interface Open<Document> {
	id: string;
	since: number;
	ready: boolean;
	deadline: number;
	timeout: number;
	state: string;
	seen: boolean;
	resolve: (sighting: Sighting<Document>) => void;
	reject: (error: unknown) => void;
}

/** From this many open documents on, one look at the list is cheaper than a look at each. */
const LIST_FROM = 4;
const LOOKS_AT_ONCE = 10;
/** How often the loop checks what is due, in milliseconds; costs no request. */
const TICK = 50;
/** Documents that come in one after the other must not cause a look each. Milliseconds. */
const CLOSEST = 1_000;

/**
 * The one wait loop of a run. Every item hands its document in and gets a promise; as long as documents are open the loop looks
 * at all of them together, so requests do not grow with documents times polls.
 */
export class WaitLoop<Document> {
	private readonly open = new Map<string, Open<Document>>();
	private running = false;

	constructor(
		private readonly sight: Sight<Document>,
		private readonly signal?: AbortSignal,
		private readonly pace = new Pace(),
	) {}

	/**
	 * Resolves with the finished document, done or failed.
	 *
	 * @throws DeadlineFailure, CanceledFailure, or the failure of a look that will not go away
	 */
	finished(id: string, { timeout, state = 'unknown', ready = false }: WaitOrder): Promise<Sighting<Document>> {
		const known = this.open.get(id);
		const now = Date.now();
		return new Promise((resolve, reject) => {
			const entry = { id, since: now, ready, deadline: now + timeout, timeout, state: known?.state ?? state, seen: false, resolve, reject };
			this.open.set(id, known ? both(known, entry) : entry);
			if (!this.running) void this.run();
		});
	}

	private async run(): Promise<void> {
		this.running = true;
		let lastLook = 0;
		let interval = 0;
		try {
			while (this.open.size > 0) {
				await pause(TICK, this.signal);
				const ripe = this.ripe();
				if (ripe.length > 0 && Date.now() >= lastLook + distance(ripe, interval)) {
					const moved = await this.look(ripe);
					lastLook = Date.now();
					interval = this.pace.untilNextLook([...this.open.values()].map(({ since }) => since), moved);
				}
				this.expire();
			}
		} catch (error) {
			for (const entry of this.open.values()) entry.reject(error);
			this.open.clear();
		} finally {
			this.running = false;
		}
	}

	/** Documents that are old enough for a look. */
	private ripe(): Array<Open<Document>> {
		const now = Date.now();
		const age = this.pace.firstLook();
		return [...this.open.values()].filter(({ since, deadline, ready }) => ready || now >= since + age || now >= deadline);
	}

	/** @returns whether any document was found in a new state */
	private async look(entries: ReadonlyArray<Open<Document>>): Promise<boolean> {
		const before = entries.map(({ id, state }) => [id, state] as const);
		for (const entry of entries) entry.seen = true;
		const single = this.sight.many && entries.length >= LIST_FROM ? await this.lookAtList(this.sight.many, entries) : entries.map(({ id }) => id);
		await settleAll(single, LOOKS_AT_ONCE, async (id) => await this.lookAt(id));
		throwIfCanceled(this.signal);
		return before.some(([id, state]) => this.open.get(id)?.state !== state);
	}

	/** @returns the documents that need a look of their own: not on the list, or finished and to be fetched */
	private async lookAtList(many: NonNullable<Sight<Document>['many']>, entries: ReadonlyArray<Open<Document>>): Promise<string[]> {
		const ids = new Set(entries.map(({ id }) => id));
		const listed = await this.patiently(many(ids));
		if (!listed) return [];
		return [...ids].filter((id) => {
			const sighting = listed.get(id);
			if (!sighting || (sighting.phase !== 'pending' && !sighting.complete)) return true;
			this.settle(id, sighting);
			return false;
		});
	}

	private async lookAt(id: string): Promise<void> {
		try {
			const sighting = await this.patiently(this.sight.one(id));
			if (sighting) this.settle(id, sighting);
		} catch (error) {
			if (error instanceof CanceledFailure) return;
			this.take(id)?.reject(error);
		}
	}

	/** A service that is down for a while must not cost a document that was paid for: its failures wait for the deadline. */
	private async patiently<Found>(look: Promise<Found>): Promise<Found | undefined> {
		try {
			return await look;
		} catch (error) {
			const passing = error instanceof ConnectionFailure || (error instanceof ServiceFailure && (error.status >= 500 || error.status === 429));
			if (passing) return undefined;
			throw toFailure(error);
		}
	}

	private settle(id: string, sighting: Sighting<Document>): void {
		const entry = this.open.get(id);
		if (!entry) return;
		entry.state = sighting.state;
		if (sighting.phase === 'pending') return;
		if (!entry.ready) this.pace.observe(sighting.took ?? Date.now() - entry.since);
		this.take(id)?.resolve(sighting);
	}

	private expire(): void {
		const now = Date.now();
		for (const { id, deadline, state, timeout, reject } of this.open.values()) {
			if (now < deadline) continue;
			this.open.delete(id);
			reject(new DeadlineFailure(id, state, timeout / 1_000));
		}
	}

	private take(id: string): Open<Document> | undefined {
		const entry = this.open.get(id);
		this.open.delete(id);
		return entry;
	}
}

/** How long after the last look these documents are due: new ones soon, and one that would be given up now at once. */
function distance<Document>(ripe: ReadonlyArray<Open<Document>>, interval: number): number {
	if (ripe.some(({ deadline }) => Date.now() >= deadline)) return 0;
	return ripe.some(({ seen }) => !seen) ? Math.min(interval, CLOSEST) : interval;
}

/** Two items that wait for the same document share its looks; the later deadline holds for both. */
function both<Document>(first: Open<Document>, second: Open<Document>): Open<Document> {
	return {
		...(first.deadline >= second.deadline ? first : second),
		resolve: (sighting) => [first, second].forEach(({ resolve }) => resolve(sighting)),
		reject: (error) => [first, second].forEach(({ reject }) => reject(error)),
	};
}
