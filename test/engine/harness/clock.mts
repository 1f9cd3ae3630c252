import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { deflate } from 'node:zlib';

import { CLOCK_HEADER } from '../../../sandbox/server/shared/clock.mts';

const real = { setTimeout: globalThis.setTimeout, Date: globalThis.Date };

/** The harness's own timer, which always keeps real time. */
export const realSetTimeout = real.setTimeout;

/**
 * So much of the time between two looks counts, in milliseconds: what a busy machine takes away
 * from this process does not pass for the nodes.
 */
const LONGEST_STEP = 20;
/**
 * For so long a request keeps the clock at its ordinary pace, in milliseconds: an answer takes no
 * longer for the nodes because the machine is busy, and one that never comes is given up in time.
 */
const ANSWER_GRACE = 1_000;
/** Longer than any test: the timers of the platform that stand for those of the nodes. */
const NEVER = 2 ** 31 - 1;

export type ClockOptions = {
	/** 20 makes a second of 50 ms. */
	speed?: number | undefined;
	/** The moment at which the work begins, in milliseconds since 1970. */
	startAt?: number | undefined;
};

type Timer = {
	handle: NodeJS.Timeout;
	due: number;
	run: () => void;
};

let running: Clock | undefined;

/**
 * Puts the nodes on a clock of their own: timers, `Date.now()` and `new Date()`. It passes `speed`
 * times as fast while they wait for nothing but timers, so that waiting costs a test no time. While
 * one of their requests is on its way it keeps its ordinary pace, and a machine that is busy does
 * not make it go faster. The sandbox is told with each request and goes by it; other servers keep
 * real time.
 */
export async function withClock<Result>(
	options: ClockOptions,
	work: () => Promise<Result>,
): Promise<Result> {
	if (running) throw new Error('There is one clock: runs that set it cannot run side by side');
	const clock = new Clock(options);
	running = clock;
	clock.start();
	try {
		return await work();
	} finally {
		clock.stop();
		running = undefined;
	}
}

/**
 * Said by a server that holds an answer back: the clock does not keep its ordinary pace for it.
 * Resolves when `forMs` of the nodes' milliseconds have passed; without them, never.
 */
export async function holdBack({ socket }: IncomingMessage, forMs?: number): Promise<void> {
	await running?.holdBack(socket.remotePort, forMs);
}

class Clock {
	private readonly speed: number;
	private now: number;
	private readonly timers = new Set<Timer>();
	/** Requests on their way, and how long each has been. */
	private readonly requests = new Map<ClientRequest, number>();
	private stopped = false;

	constructor({ speed = 1, startAt = real.Date.now() }: ClockOptions) {
		this.speed = speed;
		this.now = startAt;
	}

	start(): void {
		const schedule = this.schedule.bind(this);
		Object.defineProperties(schedule, Object.getOwnPropertyDescriptors(real.setTimeout));
		globalThis.setTimeout = schedule as typeof setTimeout;
		globalThis.Date = dateOf(() => Math.floor(this.now));
		subscribe('http.client.request.created', this.onRequest);
		void this.tick();
	}

	/** What still waits goes on in real time, but keeps nothing alive. */
	stop(): void {
		this.stopped = true;
		unsubscribe('http.client.request.created', this.onRequest);
		globalThis.setTimeout = real.setTimeout;
		globalThis.Date = real.Date;
		for (const timer of this.timers) {
			const left = Math.max(0, timer.due - this.now);
			real.setTimeout(() => fire(timer), left / this.speed).unref();
		}
	}

	/** @param port at which the connection of the request begins */
	async holdBack(port: number | undefined, forMs = NEVER): Promise<void> {
		const request = [...this.requests.keys()].find(({ socket }) => socket?.localPort === port);
		if (request) this.requests.delete(request);
		await new Promise<void>((resolve) => this.schedule(() => resolve(), forMs));
		if (request?.closed === false) this.requests.set(request, 0);
	}

	private schedule(
		handler: (...args: unknown[]) => void,
		delay = 0,
		...args: unknown[]
	): NodeJS.Timeout {
		const handle = real.setTimeout(() => {}, NEVER).unref();
		const wait = Math.max(1, delay);
		const timer = { handle, due: this.now + wait, run: () => handler(...args) };
		handle.refresh = () => {
			timer.due = this.now + wait;
			return handle;
		};
		this.timers.add(timer);
		return handle;
	}

	private readonly onRequest = (message: unknown): void => {
		const { request } = message as { request: ClientRequest };
		request.setHeader(CLOCK_HEADER, Math.floor(this.now));
		this.requests.set(request, 0);
		// An answer may be unpacked beside this thread, where a busy machine lets it wait: what is
		// unpacked after it comes after it.
		request.once('close', () => deflate('', () => this.requests.delete(request)));
	};

	private async tick(): Promise<void> {
		for (let last = performance.now(); !this.stopped; ) {
			await new Promise((resolve) => real.setTimeout(resolve, 1));
			const at = performance.now();
			await this.pass(Math.min(at - last, LONGEST_STEP));
			last = at;
		}
	}

	/** Lets so many real milliseconds pass, from timer to timer. */
	private async pass(step: number): Promise<void> {
		for (const [request, age] of this.requests) this.requests.set(request, age + step);
		const end = this.now + step * this.pace();
		for (;;) {
			const next = this.next();
			if (this.stopped || next === undefined || next.due > end) break;
			this.now = Math.max(this.now, next.due);
			this.timers.delete(next);
			fire(next);
			await setImmediate();
			// A request that has just begun takes time of its own.
			if (this.pace() < this.speed) return;
		}
		this.now = Math.max(this.now, end);
	}

	private pace(): number {
		const awaited = [...this.requests.values()].some((age) => age < ANSWER_GRACE);
		return awaited ? 1 : this.speed;
	}

	private next(): Timer | undefined {
		let first: Timer | undefined;
		for (const timer of this.timers) {
			if (isCleared(timer)) this.timers.delete(timer);
			else if (first === undefined || timer.due < first.due) first = timer;
		}
		return first;
	}
}

function fire(timer: Timer): void {
	if (isCleared(timer)) return;
	clearTimeout(timer.handle);
	timer.run();
}

/** `clearTimeout` takes the handler out of its timer. */
function isCleared({ handle }: Timer): boolean {
	return handle._onTimeout === null;
}

/** The platform's `Date`, but with another now. */
function dateOf(now: () => number): DateConstructor {
	return new Proxy(real.Date, {
		apply: () => new real.Date(now()).toString(),
		construct: (target, args, newTarget) =>
			Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
		get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
	});
}
