import type { Waiter } from '../core/cancel';
import { Failure } from '../core/errors';
import { quoted } from '../core/quote';

/** The words for the state of a document, the same for all services. */
export const STATUSES = ['queued', 'processing', 'processed', 'failed'] as const;
export type Status = (typeof STATUSES)[number];

export type Phase = 'pending' | 'done' | 'failed';

const PHASES: Record<Status, Phase> = {
	queued: 'pending',
	processing: 'pending',
	processed: 'done',
	failed: 'failed',
};

/**
 * What the services call the states of a document, documented, seen, or usual elsewhere: a known
 * word for an end is an end. With blanks and hyphens as underscores.
 */
const WORDS: Record<Status, string> = {
	queued: 'queued pending new created uploaded waiting scheduled',
	processing: 'processing in_progress running started active retrying partial',
	processed:
		'processed completed complete done finished ready success successful succeeded finalized ' +
		'extracted transcribed',
	failed:
		'failed failure error errored rejected refused declined denied blocked skipped invalid ' +
		'unsupported unreadable unprocessable corrupt corrupted cancelled canceled aborted ' +
		'terminated stopped expired timeout timed_out',
};
/** Beside a word for a failure: it is tried again, or has not come to it. */
const GOES_ON =
	/(?:^|_)(?:retry\w*|requeue\w*|restart\w*|resum\w*|pending|queued|waiting|no|not|without)(?:_|$)/;
const STATUS_OF = new Map(
	STATUSES.flatMap((status) =>
		WORDS[status].split(' ').map((word): [string, Status] => [word, status]),
	),
);

/**
 * The common word for a service's own one. With an unknown word a document that has its result is
 * done; another one is waited for, and the word is quoted when the time is up.
 */
export function statusOf(word: string, hasResult = false): Status {
	const key = word
		.trim()
		.replace(/(?<=[a-z])(?=[A-Z])/g, '_')
		.toLowerCase()
		.replace(/[\s.:/-]+/g, '_')
		.replace(/^(?:processing|ocr|extraction|transcription)_|_with_(?:errors|warnings)$/g, '');
	const known = STATUS_OF.get(key);
	if (known !== undefined) return known;
	// Such as `conversion_failed` and `cancelled_by_user`.
	const hasFailed = key.split('_').some((one) => STATUS_OF.get(one) === 'failed');
	if (hasFailed && !GOES_ON.test(key)) return 'failed';
	return hasResult ? 'processed' : 'processing';
}

export function phaseOf(status: Status): Phase {
	return PHASES[status];
}

/** What the wait for a document has to know of it. */
export interface Watched {
	id: string;
	/** The service's own word for its status, such as `processing`. */
	state: string;
	phase: Phase;
}

/** What a look at one document may ask while it is under way. */
export interface Look {
	/** Seconds for which the service may hold the request open now; 0 where it cannot. */
	hold(): number;
	waiter: Waiter;
}

/** How to look at documents of a service. Each is handed over as the last look has given it. */
export interface StatusSource<Document extends Watched> {
	status(known: Document, look: Look): Promise<Document>;
	/** Looks at many at once; those that it did not come across are missing from the answer. */
	statuses?(known: readonly Document[]): Promise<Map<Document, Document>>;
	/**
	 * From this many open documents on `statuses` is asked; 4 unless given, as a list without results
	 * costs a look besides.
	 */
	listFrom?: number;
	/** Whether a finished document of a list has its result with it; none has unless this says so. */
	isWhole?(document: Document): boolean;
	/**
	 * For how long the service holds a look open until the document is finished, where it can (long
	 * poll); shorter while more documents wait than are looked at. Seconds.
	 */
	holds?: { longest: number; inTurn: number };
	/** The least time between looks of a service that counts requests. Milliseconds. */
	spacing?(documents: number): number;
	/** Tells waits that need looks of their own from those that share them; the id unless given. */
	keyOf?(document: Document): string;
	/** What the document has in common with those that take as long. */
	kindOf?(document: Document): string;
	/** Milliseconds from upload to result by the service's clock, where it tells. */
	timeOf?(document: Document): number | undefined;
	/**
	 * Adds to a finished document what the one who waits for it knew of it, and is not told again.
	 */
	merge?(known: Document, finished: Document): Document;
}

/** The service has finished the document, without a result. */
export class DocumentFailure extends Failure {}

/** What the failure of a document is told by. */
interface FailedDocument extends Watched {
	status: Status;
	fileName: string | null;
	/** The service's reason. */
	failure: string | null;
}

/** @param what such as "Document 4711" */
export function documentFailure(
	what: string,
	{ id, fileName, failure, state, status }: FailedDocument,
	nextStep: string,
): DocumentFailure {
	const name = fileName ? ` (${quoted(fileName)})` : '';
	const reason = failure ? `: ${failure}` : '';
	return new DocumentFailure(
		`${what}${name} could not be processed${reason} (status: ${state})`,
		nextStep,
	).with({ id, status });
}

interface Overdue {
	id: string;
	/** As the last look showed it, where the service has another id for an upload. */
	seenId?: string;
	/** The service's own word. */
	state: string;
	timeoutMs: number;
	/** True when it is finished and only its result could not be fetched. */
	ended?: boolean;
	/** What the last look met, unless it brought the document. */
	trouble?: Failure | undefined;
}

/** The deadline passed before the finished document was here. */
export class DeadlineFailure extends Failure {
	readonly seenId: string;
	readonly state: string;

	constructor({ id, seenId = id, state, timeoutMs, ended = false, trouble }: Overdue) {
		const what = ended
			? `The result of document ${id} could not be fetched within`
			: `Document ${id} was not finished after`;
		const met = trouble ? `. The last look at it met: ${trouble.message}` : '';
		super(
			`${what} ${timeoutMs / 1_000} s (last status: ${state})${met}`,
			'It goes on at the service and is not lost: wait for this ID later, or raise the option "Timeout (Seconds)". Uploading it again would cost credits again.',
		);
		this.seenId = seenId;
		this.state = state;
		this.with({ id, status: statusOf(state) });
	}
}
