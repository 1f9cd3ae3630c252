import { sleep } from 'n8n-workflow';

import { Slots } from '../concurrency/pool';
import { TokenBucket } from '../concurrency/tokenBucket';
import { TtlSet } from '../concurrency/ttlSet';

/** How the API is asked whether messages that nobody signed are true. */
export interface Lookup<Message> {
	/** What the API says in place of the message; undefined when it knows no such thing. */
	one(message: Message): Promise<Message | undefined>;
	/** What a page of the newest things says of the messages, by their ids. */
	newest(messages: readonly Message[]): Promise<ReadonlyMap<string, Message>>;
}

/** What look-ups may cost, in a minute. */
export interface LookupBounds {
	pages: number;
	singles: number;
}

/** One delivery whose message is to be looked up. */
interface Inquiry<Message> {
	id: string;
	message: Message;
	/** Size of the delivery, which n8n keeps in memory until its look-up is over. */
	bytes: number;
	lookup: Lookup<Message>;
}

const USUAL: LookupBounds = { pages: 20, singles: 30 };
/** From so many waiting messages on, one page costs less than a look-up of each. */
const PAGE_FROM = 4;
const BETWEEN_PAGES_MS = 250;
const TICK_MS = 50;
const UNKNOWN_MS = 60_000;
const MOST_WAITING = { count: 1_000, bytes: 64 * 2 ** 20 };
/** Of those, deliveries that no page has shown. */
const MOST_UNLISTED = { count: 60, bytes: 16 * 2 ** 20 };

/** Counts what waits. */
class Capacity {
	private count = 0;
	private bytes = 0;

	constructor(private readonly most: { count: number; bytes: number }) {}

	hasRoomFor(bytes: number): boolean {
		return this.count < this.most.count && this.bytes + bytes <= this.most.bytes;
	}

	async hold<Result>(bytes: number, work: () => Promise<Result>): Promise<Result> {
		this.count++;
		this.bytes += bytes;
		try {
			return await work();
		} finally {
			this.count--;
			this.bytes -= bytes;
		}
	}
}

/**
 * Bounds what deliveries that nobody signed can cost, as anybody can send one, and keeps real ones
 * from waiting behind invented ones. A few are looked up one by one; when more wait, a page of the
 * newest things confirms all real ones among them at once. What is on no page waits for a look-up
 * of its own, within an allowance. Unknown is what neither shows: it is not asked for again for a
 * minute.
 */
export class LookupLimiter<Message> {
	private readonly pages: TokenBucket;
	private readonly singles: TokenBucket;
	private readonly turns = new Slots(1);
	private readonly room = new Capacity(MOST_WAITING);
	private readonly unlisted = new Capacity(MOST_UNLISTED);
	private readonly unknown = new TtlSet(UNKNOWN_MS);
	private readonly underWay = new Map<string, Promise<Message | undefined>>();
	private asking: Message[] = [];
	private nextPage: Promise<ReadonlyMap<string, Message>> | undefined;
	private lastPageAt = 0;

	constructor({ pages, singles }: LookupBounds = USUAL) {
		this.pages = new TokenBucket(pages);
		this.singles = new TokenBucket(singles);
	}

	/** Whoever finds no room has to be turned away. */
	hasRoomFor(bytes: number): boolean {
		return this.room.hasRoomFor(bytes);
	}

	/**
	 * What the API says of a message; undefined when it knows no such thing.
	 *
	 * @throws what a look-up failed with, which leaves that open
	 */
	async find(inquiry: Inquiry<Message>): Promise<Message | undefined> {
		const { id, bytes } = inquiry;
		if (this.unknown.has(id)) return undefined;
		const look =
			this.underWay.get(id) ?? this.look(inquiry).finally(() => this.underWay.delete(id));
		this.underWay.set(id, look);
		return await this.room.hold(bytes, async () => await look);
	}

	private async look(inquiry: Inquiry<Message>): Promise<Message | undefined> {
		const isAlone = this.underWay.size < PAGE_FROM && this.singles.take();
		const found = isAlone ? await this.lookAlone(inquiry) : await this.lookTogether(inquiry);
		if (found === undefined) this.unknown.add(inquiry.id);
		return found;
	}

	private async lookAlone(inquiry: Inquiry<Message>): Promise<Message | undefined> {
		const { id, message, lookup } = inquiry;
		return (await lookup.one(message)) ?? (await this.onNextPage(inquiry)).get(id);
	}

	private async lookTogether(inquiry: Inquiry<Message>): Promise<Message | undefined> {
		const { id, message, bytes, lookup } = inquiry;
		// A page that cannot be read says nothing: the look-up of its own tells.
		const page = await this.onNextPage(inquiry).catch(() => undefined);
		const found = page?.get(id);
		if (found !== undefined || !this.unlisted.hasRoomFor(bytes)) return found;
		// Its repeats have no need to wait as well.
		this.unknown.add(id);
		return await this.unlisted.hold(bytes, async () => {
			await this.turns.run(async () => {
				while (!this.singles.take()) await sleep(TICK_MS);
			});
			return await lookup.one(message);
		});
	}

	/** The next page that is read, which serves all who wait for it. */
	private async onNextPage({
		message,
		lookup,
	}: Inquiry<Message>): Promise<ReadonlyMap<string, Message>> {
		this.asking.push(message);
		this.nextPage ??= this.readPage(lookup);
		return await this.nextPage;
	}

	private async readPage(lookup: Lookup<Message>): Promise<ReadonlyMap<string, Message>> {
		do await sleep(TICK_MS);
		while (Date.now() < this.lastPageAt + BETWEEN_PAGES_MS || !this.pages.take());
		const asked = this.asking;
		this.asking = [];
		this.nextPage = undefined;
		this.lastPageAt = Date.now();
		return await lookup.newest(asked);
	}
}
