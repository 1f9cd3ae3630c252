import { pause, throwIfCanceled } from './cancel';
import { Slots } from './pool';

const FIRST_SPACING = 50;
const WIDEST_SPACING = 5_000;
const RELAXATION = 0.8;

/**
 * The rate-limit gate of one run: every request passes it, so one 429 slows all of them and not one item. After a
 * refusal requests leave one by one with a growing distance; each success shortens the distance again until the gate is open,
 * also for those that wait already.
 */
export class RateGate {
	private readonly queue = new Slots(1);
	private closedUntil = 0;
	private lastLeft = 0;
	private spacing = 0;
	/** Whether a request left since the last refusal: those that were under way together are refused together, which counts once. */
	private tried = true;

	/**
	 * Resolves when a request may leave, in the order of the calls.
	 *
	 * @throws CanceledFailure
	 */
	async pass(signal?: AbortSignal): Promise<void> {
		await this.queue.run(async () => {
			throwIfCanceled(signal);
			for (let delay = this.delay(); delay > 0; delay = this.delay()) await pause(delay, signal);
			this.lastLeft = Date.now();
			this.tried = true;
		});
	}

	/** @param delay milliseconds for which nothing may leave */
	refuse(delay: number): void {
		this.closedUntil = Math.max(this.closedUntil, Date.now() + delay);
		if (this.tried) this.spacing = Math.min(WIDEST_SPACING, Math.max(FIRST_SPACING, this.spacing * 2));
		this.tried = false;
	}

	succeed(): void {
		this.spacing = this.spacing < FIRST_SPACING / 4 ? 0 : this.spacing * RELAXATION;
	}

	private delay(): number {
		return Math.ceil(Math.max(this.closedUntil, this.lastLeft + this.spacing) - Date.now());
	}
}
