import { pause, throwIfCanceled } from '../core/cancel';
import { Slots } from './pool';

const FIRST_SPACING_MS = 50;
const WIDEST_SPACING_MS = 5_000;
const RELAXATION = 0.8;
/** Until an answer under way tells how many requests are left. */
const ASK_AGAIN_MS = 50;

/** Times are told in whole seconds: ends that differ by less are of one window. */
const SAME_END_MS = 1_000;

/** Timers of Node.js end at once when they are longer than 25 days. */
const LONGEST_PAUSE_MS = 3_600_000;

/** What a service says about the window of its rate limit. */
export interface RateWindow {
	/** Requests that a window lets through. */
	limit: number;
	/** Requests left in this one. */
	remaining: number;
	/** Milliseconds until the next one begins. */
	endsIn: number;
}

/**
 * The rate limiter of one run: every request passes it, so one 429 slows all of them and not one
 * item. After a refusal requests leave one by one with a growing distance; each success shortens
 * the distance again until the limiter is open, also for those that wait already. A service that
 * says how many requests are left is not asked for more.
 */
export class RateLimiter {
	private readonly queue = new Slots(1);
	private turns = 0;
	private closedUntil = 0;
	private lastLeft = 0;
	private spacing = 0;
	/**
	 * Whether a request left since the last refusal: those that were under way together are refused
	 * together, which counts once.
	 */
	private tried = true;
	private underWay = 0;
	private left = Infinity;
	/** The fewest that an answer of this window has told. */
	private fewest = Infinity;
	private limit = Infinity;
	/** Endless while no answer has told it. */
	private windowEnd = Infinity;

	/** A place in the order of requests; one that is sent again keeps it. */
	takeTurn(): number {
		return this.turns++;
	}

	/**
	 * Resolves when a request may leave, in the order of their turns: others that overtake one which
	 * was refused could use up what the service takes each time. To be followed by `release`.
	 *
	 * @throws CanceledFailure
	 */
	async acquire(signal?: AbortSignal, turn = this.takeTurn()): Promise<void> {
		await this.queue.run(async () => {
			throwIfCanceled(signal);
			for (let delay = this.delay(); delay > 0; delay = this.delay())
				await pause(Math.min(delay, LONGEST_PAUSE_MS), signal);
			this.lastLeft = Date.now();
			this.tried = true;
			this.left--;
			this.underWay++;
		}, turn);
	}

	/** A request that has passed is over. @param window as its answer told it */
	release(window?: RateWindow): void {
		this.underWay--;
		if (!window) return this.forgetWindow();
		const end = Date.now() + window.endsIn;
		const isOther = !Number.isFinite(this.windowEnd) || end > this.windowEnd + SAME_END_MS;
		// An answer may come later than that to a request which was counted after its own.
		if (isOther || window.remaining < this.fewest) {
			this.limit = window.limit;
			this.windowEnd = end;
			this.fewest = window.remaining;
		}
		// Those under way may have been counted already or not; taking them off is on the safe side.
		this.left = this.fewest - this.underWay;
	}

	/** @param delay milliseconds for which nothing may leave */
	backOff(delay: number): void {
		this.closedUntil = Math.max(this.closedUntil, Date.now() + delay);
		if (this.tried)
			this.spacing = Math.min(WIDEST_SPACING_MS, Math.max(FIRST_SPACING_MS, this.spacing * 2));
		this.tried = false;
	}

	succeed(): void {
		this.spacing = this.spacing < FIRST_SPACING_MS / 4 ? 0 : this.spacing * RELAXATION;
	}

	private delay(): number {
		const now = Date.now();
		if (now >= this.windowEnd) this.beginWindow();
		return Math.ceil(
			Math.max(
				this.closedUntil,
				this.lastLeft + this.spacing,
				this.left > 0 ? 0 : this.nextWindow(now),
			) - now,
		);
	}

	/** A service that tells of a window with its refusals alone says nothing about the next one. */
	private forgetWindow(): void {
		if (Number.isFinite(this.windowEnd)) return;
		this.limit = Infinity;
		this.left = Infinity;
	}

	/** It lets through as many as the last one; when it ends, its first answer tells. */
	private beginWindow(): void {
		this.left = this.limit - this.underWay;
		this.windowEnd = Infinity;
	}

	private nextWindow(now: number): number {
		if (Number.isFinite(this.windowEnd)) return this.windowEnd;
		return this.underWay > 0 ? now + ASK_AGAIN_MS : 0;
	}
}
