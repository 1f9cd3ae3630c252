import { pause } from './cancel';

const FIRST_SPACING = 50;
const WIDEST_SPACING = 5_000;
const RELAXATION = 0.8;

/**
 * The rate-limit gate of one run: every request passes it, so one 429 slows all of them and not one item. After a
 * refusal requests leave one by one with a growing distance; each success shortens the distance again until the gate is open.
 */
export class RateGate {
	private closedUntil = 0;
	private nextSlot = 0;
	private spacing = 0;

	/** Resolves when a request may leave. */
	async pass(signal?: AbortSignal): Promise<void> {
		for (;;) {
			const now = Date.now();
			const slot = Math.max(now, this.closedUntil, this.spacing > 0 ? this.nextSlot : 0);
			this.nextSlot = slot + this.spacing;
			if (slot <= now) return;
			await pause(slot - now, signal);
			// A refusal that came meanwhile holds for requests that were already queued.
			if (this.closedUntil <= Date.now()) return;
		}
	}

	/** @param delay milliseconds for which nothing may leave */
	refuse(delay: number): void {
		this.closedUntil = Math.max(this.closedUntil, Date.now() + delay);
		this.spacing = Math.min(WIDEST_SPACING, Math.max(FIRST_SPACING, this.spacing * 2));
		this.nextSlot = Math.max(this.nextSlot, this.closedUntil);
	}

	succeed(): void {
		this.spacing = this.spacing < FIRST_SPACING / 4 ? 0 : this.spacing * RELAXATION;
	}
}
