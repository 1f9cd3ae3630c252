import { PollSchedule } from '../../shared/waiting/pollSchedule';

/** A look costs a request for so many open documents: a batch, or less than a page of the list. */
const IN_A_REQUEST = 50;
/**
 * Between looks, for each request they cost: a third of the 60 requests that a key has in a minute
 * (documented). Milliseconds.
 */
const FOR_A_REQUEST = 3_000;

/**
 * The pace of a service that counts requests by the minute: as ever, but with a least distance
 * between looks.
 */
export class MeteredPollSchedule extends PollSchedule {
	private open = 1;

	override untilNewLook(): number {
		return Math.max(this.least(), super.untilNewLook());
	}

	override untilNextLook(uploaded: readonly number[], moved: boolean, now?: number): number {
		this.open = uploaded.length;
		return Math.max(this.least(), super.untilNextLook(uploaded, moved, now));
	}

	private least(): number {
		return FOR_A_REQUEST * Math.max(1, Math.ceil(this.open / IN_A_REQUEST));
	}
}
