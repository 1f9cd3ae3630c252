import { createHash } from 'node:crypto';

/**
 * One request to a service, as it arrived. The token stands nowhere in it: where it shows up
 * outside of its own header it reads `[token]`.
 */
export type JournalEntry = {
	/** Real time of arrival, ISO 8601. */
	at: string;
	method: string;
	/** Name of the route (`upload`, `list`, ...), or `unknown`. */
	route: string;
	/** Path and query as requested. */
	path: string;
	/**
	 * Status of the answer; null while there is none, or when the connection was destroyed instead.
	 */
	status: number | null;
	/** Milliseconds until the answer was sent. */
	duration: number | null;
	/** Whether its sender still waits: neither answered in full nor broken off by either side. */
	underWay: boolean;
	/** What a fault did to it, such as `reset after`. */
	fault: string | null;
	/** Headers without the one that holds the token. */
	headers: Record<string, string>;
	/** Whether a token was sent. */
	authenticated: boolean;
	/** Text parts of a form by name; JSON bodies are not taken apart. */
	fields: Record<string, string>;
	/** Names of all parts in the order of arrival, the file's too. */
	partNames: string[];
	/** Of the first file. */
	fileName: string | null;
	/** Content type of the file part as sent. */
	fileType: string | null;
	/** Bytes. */
	fileSize: number | null;
	/** All files in the order of arrival. */
	files: Array<{ field: string; name: string; type: string; size: number }>;
};

const keptPerToken = 20_000;

function keyOf(token: string | undefined): string {
	return token === undefined ? '' : createHash('sha256').update(token).digest('hex');
}

/**
 * The requests of each token (known to an account or not), oldest first. Those without a token are
 * kept together.
 */
export class Journal {
	readonly #entries = new Map<string, JournalEntry[]>();

	/** Notes a request that has just arrived; the caller completes the entry as it goes on. */
	open(
		token: string | undefined,
		request: { method: string; route: string; path: string; headers: Record<string, string> },
	): JournalEntry {
		const entry: JournalEntry = {
			at: new Date().toISOString(),
			...request,
			authenticated: token !== undefined,
			status: null,
			duration: null,
			underWay: true,
			fault: null,
			fields: {},
			partNames: [],
			fileName: null,
			fileType: null,
			fileSize: null,
			files: [],
		};
		const key = keyOf(token);
		const entries = this.#entries.get(key) ?? [];
		this.#entries.set(key, entries);
		entries.push(entry);
		if (entries.length > keptPerToken) entries.splice(0, keptPerToken / 10);
		return entry;
	}

	/** The requests made with this token, or those made without one. */
	of(token: string | undefined): readonly JournalEntry[] {
		return this.#entries.get(keyOf(token)) ?? [];
	}

	/** Forgets them. */
	clear(token: string | undefined): void {
		this.#entries.delete(keyOf(token));
	}
}

/** Replaces the token wherever it stands in a text, URL-encoded or not. */
export function withoutToken(text: string, token: string | undefined): string {
	if (!token) return text;
	return text.replaceAll(token, '[token]').replaceAll(encodeURIComponent(token), '[token]');
}
