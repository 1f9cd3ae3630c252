import { baseSettings, baseSettingsSchema, type BaseSettings } from '../shared/settings.mts';

/**
 * Settings of an account of Natif.ai. Where the sources disagree, the default is what the leading
 * one says.
 */
export type Settings = BaseSettings & {
	/** Milliseconds that a document is in process at least; null = as the server was started. */
	processingTime: number | null;
	/** Documents in process at the same time. */
	parallel: number;
	/** With `manual` documents wait for `POST /_sandbox/documents/finish`. */
	processing: 'automatic' | 'manual';
	/** Largest file in bytes (the real limit is not published). */
	largestFile: number;
	/** Most pages of a document; null = any number (the real limit is not published). */
	mostPages: number | null;
	/** Answer to what is larger: 429 is documented, 413 in newer pages of the documentation. */
	tooLargeStatus: 429 | 413;
	/** Body of `/page-images`: an object with `pages` is documented, a bare array has been seen. */
	pageImages: 'object' | 'array';
	/**
	 * Body of `/sub-pdfs`: a bare list has been seen; documented is a "URL map" of a shape that is
	 * not shown: by number, that under a key, or objects with the path.
	 */
	subPdfs: 'list' | 'map' | 'nestedMap' | 'objects';
	/**
	 * What `/sub-pdfs/{n}` gives: a PDF has been seen; JSON, which is documented, holds a path to it.
	 */
	subPdf: 'pdf' | 'json';
	/** Whether there is `/pdf`: it has been seen; documented is that it is to come. */
	pdf: boolean;
	/**
	 * How `thumbnail` stands in the full result: as a text, or as a list with one text (both seen).
	 */
	thumbnail: 'text' | 'list';
	/** Whether there is `/processing/workflows`; hosts of other brands may lack it. */
	workflowList: boolean;
	/**
	 * Body of errors but 422: `detail` with a text or with a list as 422 has it, `message`, or a
	 * plain text (undocumented).
	 */
	errorBody: 'detail' | 'list' | 'message' | 'text';
	/** Whether what was processed stands in the list of the older `/documents` (not proven). */
	documentList: boolean;
	/** Bytes that a PDF has at least; it is filled up with spaces behind its end. */
	downloadSize: number;
	/** Seconds that results can be fetched; null = for ever (not published). */
	keepResults: number | null;
};

/** What an account starts with. */
export const defaultSettings: Settings = {
	...baseSettings,
	processingTime: null,
	parallel: 20,
	processing: 'automatic',
	largestFile: 20 * 1024 * 1024,
	mostPages: null,
	tooLargeStatus: 429,
	pageImages: 'object',
	subPdfs: 'list',
	subPdf: 'pdf',
	pdf: true,
	thumbnail: 'text',
	workflowList: true,
	errorBody: 'detail',
	documentList: true,
	downloadSize: 0,
	keepResults: null,
};

const flag = { type: 'boolean' };

/** JSON Schema of {@link Settings}. */
export const settingsSchema = {
	type: 'object',
	additionalProperties: false,
	properties: {
		...baseSettingsSchema,
		processingTime: { type: ['number', 'null'], minimum: 0 },
		parallel: { type: 'integer', minimum: 1 },
		processing: { enum: ['automatic', 'manual'] },
		largestFile: { type: 'integer', minimum: 1 },
		mostPages: { type: ['integer', 'null'], minimum: 1 },
		tooLargeStatus: { enum: [429, 413] },
		pageImages: { enum: ['object', 'array'] },
		subPdfs: { enum: ['list', 'map', 'nestedMap', 'objects'] },
		subPdf: { enum: ['pdf', 'json'] },
		pdf: flag,
		thumbnail: { enum: ['text', 'list'] },
		workflowList: flag,
		errorBody: { enum: ['detail', 'list', 'message', 'text'] },
		documentList: flag,
		downloadSize: { type: 'integer', minimum: 0 },
		keepResults: { type: ['number', 'null'], exclusiveMinimum: 0 },
	},
};
