/**
 * A document at the simulated service. Times are the machine's, in milliseconds since 1970; the
 * service shows its own.
 */
export interface SimulatedDocument {
	id: string;
	fileName: string;
	/** Who uploaded it: what the service does not tell. */
	owner: string;
	createdAt: number;
	finishedAt: number;
	ends: 'processed' | 'failed';
}

/** The service's word for the document's state now. */
export function stateOf({ createdAt, finishedAt, ends }: SimulatedDocument): string {
	if (Date.now() >= finishedAt) return ends;
	return Date.now() < createdAt + 500 ? 'queued' : 'processing';
}

/**
 * As the list shows it, and complete as a look at one does; dates have whole seconds, as
 * documented.
 */
export function documentJson(
	document: SimulatedDocument,
	skew: number,
	complete: boolean,
): Record<string, unknown> {
	const status = stateOf(document);
	return {
		id: document.id,
		file_name: document.fileName,
		action: 'transcribe',
		status,
		page_count: 1,
		created_at: serviceDate(document.createdAt + skew),
		updated_at: serviceDate(Math.min(Date.now(), document.finishedAt) + skew),
		...(complete &&
			status === 'processed' && {
				results: [{ page_number: 1, transcript: `text of ${document.owner}` }],
			}),
	};
}

function serviceDate(time: number): string {
	return new Date(Math.floor(time / 1_000) * 1_000).toISOString().replace('.000Z', '.000000Z');
}
