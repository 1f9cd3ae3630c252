import type { JsonObject } from '../shared/json.mts';

/** What a workflow makes of a document, as it stands in `retrievable_results`. */
export type ResultName =
	| 'extractions'
	| 'language'
	| 'ner'
	| 'ocr'
	| 'page-images'
	| 'thumbnail'
	| 'pdf'
	| 'hocr'
	| 'document-splitting'
	| 'sub-pdfs';

/** All results; others in `include` are refused. */
export const knownResults: readonly string[] = [
	'extractions',
	'language',
	'ner',
	'ocr',
	'page-images',
	'thumbnail',
	'pdf',
	'hocr',
	'document-splitting',
	'sub-pdfs',
] satisfies ResultName[];

/**
 * A workflow. Prices in credits; those of the service depend on the workflow, the numbers here are
 * invented.
 */
export type Workflow = {
	id: string;
	category: string;
	/** Labels by language; the service answers in the language of `locale`. */
	name: Record<'en' | 'de', string>;
	description: Record<'en' | 'de', string>;
	visibility: 'public' | 'custom';
	permissions: Array<'process' | 'read' | 'manage'>;
	results: ResultName[];
	/** How `extractions` are made. */
	extracts?: 'invoice' | 'fields';
	perPage: number;
	perDocument: number;
};

/** The results that each workflow makes. */
const always: ResultName[] = ['ocr', 'page-images', 'thumbnail', 'pdf', 'hocr'];

/** The key of the custom workflow. */
export const customWorkflowId = '7f0c2d5e-3b1a-4c6d-8e9f-0a1b2c3d4e5f';

/**
 * The workflows that every account has; keys and results as seen, the custom one and the prices are
 * invented.
 */
export const workflows: readonly Workflow[] = [
	{
		id: 'ocr',
		category: 'ocr',
		name: { en: 'OCR', de: 'OCR' },
		description: { en: 'Reads printed text.', de: 'Liest gedruckten Text.' },
		visibility: 'public',
		permissions: ['process', 'read'],
		results: always,
		perPage: 1,
		perDocument: 0,
	},
	{
		id: 'ocr_with_handwriting',
		category: 'ocr',
		name: { en: 'OCR with Handwriting', de: 'OCR mit Handschrift' },
		description: {
			en: 'Reads printed and handwritten text.',
			de: 'Liest gedruckten und handgeschriebenen Text.',
		},
		visibility: 'public',
		permissions: ['process', 'read'],
		results: always,
		perPage: 2,
		perDocument: 0,
	},
	{
		id: 'invoice_extraction',
		category: 'extraction',
		name: { en: 'Invoice Extraction', de: 'Rechnungsextraktion' },
		description: { en: 'Finds the data of an invoice.', de: 'Findet die Daten einer Rechnung.' },
		visibility: 'public',
		permissions: ['process', 'read'],
		results: ['extractions', 'language', 'ner', ...always],
		extracts: 'invoice',
		perPage: 5,
		perDocument: 5,
	},
	{
		id: 'delivery_note_extraction',
		category: 'extraction',
		name: { en: 'Delivery Note Extraction', de: 'Lieferscheinextraktion' },
		description: {
			en: 'Finds the data of a delivery note. Not part of this plan.',
			de: 'Findet die Daten eines Lieferscheins. Nicht in diesem Tarif.',
		},
		visibility: 'public',
		permissions: ['read'],
		results: ['extractions', 'ner', ...always],
		extracts: 'fields',
		perPage: 5,
		perDocument: 5,
	},
	{
		id: 'generic_splitting',
		category: 'splitting',
		name: { en: 'Document Splitting', de: 'Dokumententrennung' },
		description: { en: 'Splits a stack of documents.', de: 'Trennt einen Stapel von Dokumenten.' },
		visibility: 'public',
		permissions: ['process', 'read'],
		results: ['document-splitting', 'sub-pdfs', ...always],
		perPage: 2,
		perDocument: 5,
	},
	{
		id: customWorkflowId,
		category: 'custom_extraction',
		name: { en: 'Fields and Tables', de: 'Felder und Tabellen' },
		description: {
			en: 'Finds fields by their labels, and tables.',
			de: 'Findet Felder an ihren Bezeichnungen und Tabellen.',
		},
		visibility: 'custom',
		permissions: ['process', 'read', 'manage'],
		results: ['extractions', ...always],
		extracts: 'fields',
		perPage: 10,
		perDocument: 15,
	},
];

/** The workflow with this key. */
export function workflowOf(id: string): Workflow | undefined {
	return workflows.find((workflow) => workflow.id === id);
}

/** What the workflow makes for an account, which may not have `pdf`. */
export function resultsOf({ results }: Workflow, { pdf }: { pdf: boolean }): ResultName[] {
	return results.filter((name) => pdf || name !== 'pdf');
}

/** Credits that a document of so many pages costs. */
export function priceOf({ perPage, perDocument }: Workflow, pageCount: number): number {
	return perDocument + perPage * pageCount;
}

/** An entry of `GET /processing/workflows` (keys seen). */
export function workflowOnWire(
	workflow: Workflow,
	locale: string | undefined,
	settings: { pdf: boolean },
): JsonObject {
	const language = locale?.toLowerCase().startsWith('de') ? 'de' : 'en';
	const description = workflow.description[language];
	return {
		workflow_id: workflow.id,
		category: workflow.category,
		name: workflow.name[language],
		description,
		long_description: `<p>${description}</p>`,
		image: `/processing/workflows/${workflow.id}/image`,
		visibility: workflow.visibility,
		permissions: workflow.permissions,
		retrievable_results: resultsOf(workflow, settings),
	};
}
