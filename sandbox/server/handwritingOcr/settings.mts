import { type FileNames, fileNamesSchema } from '../shared/fileNames.mts';
import { baseSettings, baseSettingsSchema, type BaseSettings } from '../shared/settings.mts';

/**
 * How webhooks are delivered. Nothing but `POST` with a signed JSON body is known of the service;
 * the rest is on demand.
 */
export type DeliverySwitches = {
	/** How `X-Signature` is written; `noPrefix` lacks `sha256=`. */
	signature: 'valid' | 'none' | 'noPrefix' | 'upperCase' | 'wrongSecret';
	/** How often each delivery is sent. */
	copies: number;
	/** Milliseconds from the end of processing to the delivery. */
	delay: number;
	/**
	 * Milliseconds by which the delivery comes before the API itself shows the document as finished.
	 */
	early: number;
	/** Sends a forged delivery (invented text, wrong secret) before each real one. */
	forged: boolean;
	/** Whether failed documents are delivered at all (unknown of the service). */
	failures: boolean;
	/** Whether a failed document's payload has `error`. */
	error: boolean;
	/** Whether the payload has `results`. */
	results: boolean;
	/** A status to write in place of the real one. */
	status: string | null;
};

/** Settings of an account of Handwriting OCR. */
export type Settings = BaseSettings & {
	/** Milliseconds in status `processing`; null = as the server was started. */
	processingTime: number | null;
	/**
	 * Milliseconds by which documents take longer than that, each by a share that its file name
	 * decides.
	 */
	processingSpread: number;
	/** Milliseconds in the first status, before a place in the queue is asked for. */
	queueTime: number;
	/** Documents in process at the same time. */
	parallel: number;
	/** With `manual` documents wait for `POST /_sandbox/documents/finish`. */
	processing: 'automatic' | 'manual';
	/** First status; `queued` is documented, `new` is what clients expect. */
	firstStatus: 'queued' | 'new';
	/** Answer of the JSON route while pending; a 202 has no body. */
	pendingStatus: 200 | 202;
	/** What `page_count` shows before processing. */
	pendingPageCount: 'real' | 'zero' | 'null';
	/** Answer of the file routes for a failed document (unknown of the service). */
	failedDownloadStatus: 202 | 400 | 404 | 500;
	/**
	 * Bytes that a downloaded `txt`, `csv` or `json` file has at least; it is filled up with spaces.
	 */
	downloadSize: number;
	/** Not documented. */
	fileNames: FileNames;
	/** Length of new document ids. */
	idLength: 6 | 10 | 12;
	/** Name of the id in the answer to a v2 upload; `id` is documented. */
	v2UploadKey: 'id' | 'document_id';
	/**
	 * The documented example's faults: `last_page` that equals `total`, page addresses without
	 * `per_page`.
	 */
	listQuirks: boolean;
	/** Which pages get a thumbnail in detail answers. */
	thumbnails: 'all' | 'first' | 'none';
	/** Another origin for thumbnail addresses, such as `http://127.0.0.1:9`. */
	thumbnailOrigin: string | null;
	/** Whether detail answers have the three dates. */
	detailDates: boolean;
	/** Whether detail answers of failed documents have `error` (undocumented). */
	error: boolean;
	/** Shape of table rows; that of the service is undocumented. */
	tableRows: 'arrays' | 'empty' | 'cells';
	/**
	 * Seconds until documents are deleted, unless the upload says otherwise; documented default 7
	 * days.
	 */
	deleteAfter: number;
	/** Body of 413 (undocumented). */
	tooLargeBody: 'json' | 'html';
	topUp:
		| 'ok'
		| 'no_subscription'
		| 'authentication_required'
		| 'no_payment_method'
		| 'payment_failed';
	/** Smallest amount of credits; the real one is not documented. */
	topUpMinimum: number;
	/** Name of the key that holds a top-up error code; not documented. */
	topUpErrorKey: 'error' | 'code' | 'message';
	webhook: DeliverySwitches;
};

/** What an account starts with. */
export const defaultSettings: Settings = {
	...baseSettings,
	processingTime: null,
	processingSpread: 0,
	queueTime: 0,
	parallel: 20,
	processing: 'automatic',
	firstStatus: 'queued',
	pendingStatus: 200,
	pendingPageCount: 'real',
	failedDownloadStatus: 202,
	downloadSize: 0,
	fileNames: 'kept',
	idLength: 10,
	v2UploadKey: 'id',
	listQuirks: false,
	thumbnails: 'all',
	thumbnailOrigin: null,
	detailDates: true,
	error: true,
	tableRows: 'arrays',
	deleteAfter: 7 * 24 * 3600,
	tooLargeBody: 'json',
	topUp: 'ok',
	topUpMinimum: 100,
	topUpErrorKey: 'error',
	webhook: {
		signature: 'valid',
		copies: 1,
		delay: 0,
		early: 0,
		forged: false,
		failures: true,
		error: true,
		results: true,
		status: null,
	},
};

const flag = { type: 'boolean' };
const milliseconds = { type: 'number', minimum: 0 };

/** JSON Schema of {@link DeliverySwitches}, as properties. */
export const deliverySwitchesSchema = {
	signature: { enum: ['valid', 'none', 'noPrefix', 'upperCase', 'wrongSecret'] },
	copies: { type: 'integer', minimum: 0 },
	delay: milliseconds,
	early: milliseconds,
	forged: flag,
	failures: flag,
	error: flag,
	results: flag,
	status: { type: ['string', 'null'] },
};

/** JSON Schema of {@link Settings}. */
export const settingsSchema = {
	type: 'object',
	additionalProperties: false,
	properties: {
		...baseSettingsSchema,
		processingTime: { type: ['number', 'null'], minimum: 0 },
		processingSpread: milliseconds,
		queueTime: milliseconds,
		parallel: { type: 'integer', minimum: 1 },
		processing: { enum: ['automatic', 'manual'] },
		firstStatus: { enum: ['queued', 'new'] },
		pendingStatus: { enum: [200, 202] },
		pendingPageCount: { enum: ['real', 'zero', 'null'] },
		failedDownloadStatus: { enum: [202, 400, 404, 500] },
		downloadSize: { type: 'integer', minimum: 0 },
		fileNames: fileNamesSchema,
		idLength: { enum: [6, 10, 12] },
		v2UploadKey: { enum: ['id', 'document_id'] },
		listQuirks: flag,
		thumbnails: { enum: ['all', 'first', 'none'] },
		thumbnailOrigin: { type: ['string', 'null'] },
		detailDates: flag,
		error: flag,
		tableRows: { enum: ['arrays', 'empty', 'cells'] },
		deleteAfter: { type: 'number', exclusiveMinimum: 0 },
		tooLargeBody: { enum: ['json', 'html'] },
		topUp: {
			enum: [
				'ok',
				'no_subscription',
				'authentication_required',
				'no_payment_method',
				'payment_failed',
			],
		},
		topUpMinimum: { type: 'integer', minimum: 0 },
		topUpErrorKey: { enum: ['error', 'code', 'message'] },
		webhook: { type: 'object', additionalProperties: false, properties: deliverySwitchesSchema },
	},
};
