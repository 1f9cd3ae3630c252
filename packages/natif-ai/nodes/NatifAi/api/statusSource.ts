import type { DocumentStatus, Look, StatusSource } from '../../shared/waiting/documentStatus';
import { getResult } from './results';
import type { NatifAi } from './client';
import { knownProcessing, type Processing } from './parse';

/** How the wait loop looks at processings: the service holds the request until one is finished. */
export class ProcessingStatusSource implements StatusSource<Processing> {
	/** The service may hold for 180 s, but proxies often end requests after 60 s. Seconds. */
	readonly holds = { longest: 55, inTurn: 3 };
	private readonly known = new Map<string, Processing>();

	constructor(private readonly service: NatifAi) {}

	/**
	 * To be told before a processing is waited for.
	 *
	 * @returns the key to wait by: answers carry what was asked for
	 */
	expect(known: Processing): string {
		const key = JSON.stringify([known.id, known.include]);
		this.known.set(key, known);
		return key;
	}

	async one(key: string, { hold, wanted }: Look): Promise<DocumentStatus<Processing>> {
		const known = this.known.get(key) ?? knownProcessing(key);
		const document = await getResult(this.service, known, hold, wanted);
		return { phase: document.phase, state: document.state, document, complete: true };
	}
}
