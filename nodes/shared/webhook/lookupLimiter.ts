import { sleep } from 'n8n-workflow';

import { TokenBucket } from '../concurrency/tokenBucket';
import { Slots } from '../concurrency/pool';
import { TtlSet } from '../concurrency/ttlSet';

const AT_ONCE = 5;
const MOST_WAITING = 500;
const MOST_WAITING_BYTES = 64 * 2 ** 20;
const UNKNOWN_FOR = 60_000;

/** Look-ups a minute. */
export interface LookupBounds {
	looks: number;
	/** Of ids that the service does not know. */
	misses: number;
}

const USUAL: LookupBounds = { looks: 600, misses: 30 };

/**
 * Bounds what deliveries that nobody signed can cost: each is looked up at the service by its id,
 * and anybody can send one. A flood of invented ids costs 30 look-ups a minute (twice that in the
 * first one), and a flood with a real id 600, or less where the service has less to give; an id
 * that was unknown is not asked for again for a minute; five look-ups are under way at a time, one
 * for each id. Deliveries of real documents use up no allowance for misses, so hundreds that finish
 * together pass at the service's own speed. Deliveries wait for their look-up in a room for 500 or
 * 64 MB; whoever finds it full has to be turned away.
 */
export class LookupLimiter<Found> {
	private readonly slots = new Slots(AT_ONCE);
	private readonly looks: TokenBucket;
	private readonly misses: TokenBucket;
	private readonly unknown = new TtlSet(UNKNOWN_FOR);
	private readonly underWay = new Map<string, Promise<Found | undefined>>();
	private waiting = 0;
	private waitingBytes = 0;

	constructor(bounds = USUAL) {
		this.looks = new TokenBucket(bounds.looks);
		this.misses = new TokenBucket(bounds.misses);
	}

	/** @param bytes size of the delivery, which n8n keeps in memory until its look-up is over */
	hasRoomFor(bytes: number): boolean {
		return this.waiting < MOST_WAITING && this.waitingBytes + bytes <= MOST_WAITING_BYTES;
	}

	/**
	 * @param find asks the service; undefined when it does not know the id. A rejection, which leaves
	 * that open, is passed on and costs as much as a miss.
	 */
	async find(
		id: string,
		bytes: number,
		find: () => Promise<Found | undefined>,
	): Promise<Found | undefined> {
		this.waiting++;
		this.waitingBytes += bytes;
		try {
			const shared = this.underWay.get(id) ?? this.slots.run(async () => await this.look(id, find));
			this.underWay.set(id, shared);
			return await shared;
		} finally {
			this.underWay.delete(id);
			this.waiting--;
			this.waitingBytes -= bytes;
		}
	}

	private async look(
		id: string,
		find: () => Promise<Found | undefined>,
	): Promise<Found | undefined> {
		while (!this.unknown.has(id)) {
			const delay = Math.max(this.looks.delay(), this.misses.delay());
			if (delay > 0) {
				await sleep(delay);
				continue;
			}
			this.looks.take();
			this.misses.take();
			const found = await find();
			if (found === undefined) this.unknown.add(id);
			else this.misses.giveBack();
			return found;
		}
		return undefined;
	}
}
