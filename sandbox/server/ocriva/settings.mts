import { type FileNames, fileNamesSchema } from '../shared/fileNames.mts';
import { baseSettings, baseSettingsSchema, type BaseSettings } from '../shared/settings.mts';
import { eventTypes, type EventType } from './events.mts';

/** How webhooks are delivered; every switch can also be given for a single delivery. */
export type DeliverySwitches = {
	/**
	 * `valid` is bare lower-case hex (the digest's text form is not documented). Nothing is signed
	 * while the account has no secret.
	 */
	signature: 'valid' | 'none' | 'prefixed' | 'upperCase' | 'wrongSecret';
	/** How often each delivery is sent, with the same event id. */
	copies: number;
	/** Milliseconds from the event to the delivery. */
	delay: number;
	/**
	 * Milliseconds by which the delivery comes before the API itself shows the document as finished.
	 */
	early: number;
	/**
	 * How often a delivery is repeated that was not answered with 2xx (number and gaps are not
	 * documented).
	 */
	retries: number;
	/** Milliseconds between them. */
	retryDelay: number;
	/**
	 * Key of a payload that holds the history record's id; with `none` only the upload's id is there.
	 * Not documented.
	 */
	recordKey: 'processingHistoryId' | 'historyId' | 'id' | 'none';
	/** Whether the payload of `document.processed` has `processingResult`. */
	results: boolean;
	/** Whether the payload has a `note` beyond ASCII. */
	nonAscii: boolean;
	/** How the body is written; `unusual` is JSON that nobody's serialiser writes like that. */
	spacing: 'compact' | 'unusual';
};

/** Settings of an account (an organization) of Ocriva. */
export type Settings = BaseSettings & {
	/**
	 * Milliseconds from upload to result; null = as the server was started. A third of them each in
	 * `pending`, `queued` and `in_progress`.
	 */
	processingTime: number | null;
	/**
	 * Milliseconds by which documents take longer than that, each by a share that its file name
	 * decides.
	 */
	processingSpread: number;
	/** Documents in progress at the same time. */
	parallel: number;
	/** With `manual` documents wait for `POST /_sandbox/documents/finish`. */
	processing: 'automatic' | 'manual';
	/** What the organization's keys are worth: `expired` is answered 401, `forbidden` 403. */
	keys: 'valid' | 'expired' | 'forbidden';
	/** What the `id` of an upload's answer is; the vendor's pages disagree. */
	uploadIdIs: 'upload' | 'history';
	/** Bytes of the largest file; the service's own number is not documented. */
	largestFile: number;
	/** Body of 413 (a proxy may answer with a page). */
	tooLargeBody: 'json' | 'html';
	/** Answer when the credits do not suffice; both are documented. */
	creditsStatus: 402 | 400;
	/**
	 * Largest `limit` of a list (not documented), and whether a larger one is refused with 400 or cut
	 * to it.
	 */
	maxLimit: number;
	largerLimit: 'refuse' | 'cut';
	/** Order of a list by creation; not documented. */
	order: 'newest' | 'oldest';
	/** Whether lists have `processingResult`. */
	resultInLists: boolean;
	/** Not documented. */
	fileNames: FileNames;
	/**
	 * `uploadIds` of a batch's answer: in the order of the files, turned round, all the
	 * first one, or left out.
	 */
	uploadIds: 'inOrder' | 'reversed' | 'same' | 'none';
	/** Whether `search` of a list is taken as text or as a regular expression; not documented. */
	search: 'text' | 'pattern';
	/** Whether records name their batch (their documented fields do not). */
	batchInRecords: boolean;
	/** Fields that have no value yet: left out or null; not documented. */
	absentFields: 'missing' | 'null';
	/** Key of a failed record's error text; not documented. */
	errorKey: 'error' | 'errorMessage' | 'message' | 'none';
	/** Answer of the export of a record without a result; not documented. */
	unfinishedExportStatus: 400 | 404;
	/**
	 * Bytes that an exported `text`, `csv` or `json` file has at least; it is filled up with spaces.
	 */
	downloadSize: number;
	/** Days after which files are removed; 0 = never. The service sets it for each project. */
	fileRetentionDays: number;
	/** Events that are delivered. */
	webhookEvents: EventType[];
	webhook: DeliverySwitches;
};

/** What an account starts with. */
export const defaultSettings: Settings = {
	...baseSettings,
	processingTime: null,
	processingSpread: 0,
	parallel: 20,
	processing: 'automatic',
	keys: 'valid',
	uploadIdIs: 'history',
	largestFile: 20 * 1024 * 1024,
	tooLargeBody: 'json',
	creditsStatus: 402,
	maxLimit: 100,
	largerLimit: 'refuse',
	order: 'newest',
	resultInLists: true,
	fileNames: 'kept',
	uploadIds: 'inOrder',
	search: 'text',
	batchInRecords: false,
	absentFields: 'missing',
	errorKey: 'error',
	unfinishedExportStatus: 400,
	downloadSize: 0,
	fileRetentionDays: 0,
	webhookEvents: [...eventTypes],
	webhook: {
		signature: 'valid',
		copies: 1,
		delay: 0,
		early: 0,
		retries: 3,
		retryDelay: 1000,
		recordKey: 'processingHistoryId',
		results: true,
		nonAscii: false,
		spacing: 'compact',
	},
};

const flag = { type: 'boolean' };
const milliseconds = { type: 'number', minimum: 0 };
const count = { type: 'integer', minimum: 0 };

/** JSON Schema of {@link DeliverySwitches}, as properties. */
export const deliverySwitchesSchema = {
	signature: { enum: ['valid', 'none', 'prefixed', 'upperCase', 'wrongSecret'] },
	copies: count,
	delay: milliseconds,
	early: milliseconds,
	retries: count,
	retryDelay: milliseconds,
	recordKey: { enum: ['processingHistoryId', 'historyId', 'id', 'none'] },
	results: flag,
	nonAscii: flag,
	spacing: { enum: ['compact', 'unusual'] },
};

/** JSON Schema of {@link Settings}. */
export const settingsSchema = {
	type: 'object',
	additionalProperties: false,
	properties: {
		...baseSettingsSchema,
		processingTime: { type: ['number', 'null'], minimum: 0 },
		processingSpread: milliseconds,
		parallel: { type: 'integer', minimum: 1 },
		processing: { enum: ['automatic', 'manual'] },
		keys: { enum: ['valid', 'expired', 'forbidden'] },
		uploadIdIs: { enum: ['upload', 'history'] },
		largestFile: { type: 'integer', minimum: 1 },
		tooLargeBody: { enum: ['json', 'html'] },
		creditsStatus: { enum: [402, 400] },
		maxLimit: { type: 'integer', minimum: 1 },
		largerLimit: { enum: ['refuse', 'cut'] },
		order: { enum: ['newest', 'oldest'] },
		resultInLists: flag,
		fileNames: fileNamesSchema,
		uploadIds: { enum: ['inOrder', 'reversed', 'same', 'none'] },
		search: { enum: ['text', 'pattern'] },
		batchInRecords: flag,
		absentFields: { enum: ['missing', 'null'] },
		errorKey: { enum: ['error', 'errorMessage', 'message', 'none'] },
		unfinishedExportStatus: { enum: [400, 404] },
		downloadSize: count,
		fileRetentionDays: { type: 'number', minimum: 0 },
		webhookEvents: { type: 'array', items: { enum: eventTypes } },
		webhook: { type: 'object', additionalProperties: false, properties: deliverySwitchesSchema },
	},
};
