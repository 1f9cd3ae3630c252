import type { Logger } from 'n8n-workflow';

/** A run that is shorter than this needs no word. */
const QUIET_MS = 10_000;

/** Tells in n8n's log how far a long run is: one line in ten seconds at most. */
export class Progress {
	private done = 0;
	private toldAt = Date.now();

	/** @param total steps in all */
	constructor(
		private readonly logger: Logger,
		private readonly label: string,
		private readonly total: number,
	) {}

	step(): void {
		this.done++;
		if (Date.now() < this.toldAt + QUIET_MS) return;
		this.toldAt = Date.now();
		this.logger.info(`${this.label}: ${this.done} of ${this.total}`);
	}
}
