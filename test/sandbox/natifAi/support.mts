import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import { buffer } from 'node:stream/consumers';
import type { NewAccount, Services } from '../../../sandbox/client.mts';
import type { TestSandbox } from '../../support/sandbox.mts';
import { png } from '../support/api.mts';

export { pdf, png } from '../support/api.mts';

/** The custom workflow of the sandbox. */
export const custom = '7f0c2d5e-3b1a-4c6d-8e9f-0a1b2c3d4e5f';

export type Leaf = {
	value: unknown;
	confidence: number;
	bbox_refs: Array<{ page_num: number; bbox_id: number }>;
	note: string;
};
export type OcrPage = {
	width: number;
	height: number;
	fulltext: string;
	bboxes: Array<{ id: number; x1: number; y1: number; x2: number; y2: number; text: string }>;
};

/** Everything that any JSON answer can hold; a test reads what its answer has. */
export type Body = {
	processing_id: string;
	workflow_id: string;
	workflow_name: string;
	url: string;
	detail: string | Array<{ loc: Array<string | number>; msg: string; type: string }>;
	available_results: string[];
	ocr: { pages: OcrPage[] };
	pages: OcrPage[];
	extractions: Record<string, Leaf>;
	document_splitting: {
		sub_documents: Array<{ name: string; pages: number[] }>;
		split_point_confidences: number[];
	};
	sub_pdfs: string[];
	page_images: string[];
	thumbnail: string | string[];
};

/** An answer with its body read; `json` is an empty object when the body is not JSON. */
export type Answer = { status: number; headers: Headers; bytes: Buffer; text: string; json: Body };

/** A file to send. */
export type Upload = { file?: Uint8Array | null; name?: string; parameters?: string };

/** Speaks to the service as a client would. */
export function api(url: string, key?: string) {
	const call = async (method: string, path: string, init: RequestInit = {}): Promise<Answer> => {
		const headers = {
			accept: 'application/json',
			...(key === undefined ? {} : { authorization: `ApiKey ${key}` }),
			...init.headers,
		};
		const response = await fetch(`${url}/natif-ai${path}`, { method, ...init, headers });
		const bytes = Buffer.from(await response.arrayBuffer());
		const text = bytes.toString('utf8');
		return { status: response.status, headers: response.headers, bytes, text, json: parsed(text) };
	};
	return {
		call,
		get: (path: string, init?: RequestInit): Promise<Answer> => call('GET', path, init),
		/** Uploads to a workflow; `workflow` may have a query. */
		process: (workflow: string, upload?: Upload, init?: RequestInit): Promise<Answer> =>
			call('POST', `/processing/${workflow}`, { body: form(upload), ...init }),
	};
}

/** Opens an account of its own. */
export async function open(sandbox: TestSandbox, input: NewAccount<Services['natifAi']> = {}) {
	const control = sandbox.of('natifAi');
	const { token } = await control.createAccount(input);
	return { token, control, ...api(sandbox.url, token) };
}

export function form({ file = png, name = 'letter.png', parameters }: Upload = {}): FormData {
	const data = new FormData();
	if (parameters !== undefined) data.set('parameters', parameters);
	if (file) data.set('file', new Blob([new Uint8Array(file)]), name);
	return data;
}

export function sample(name: string): Buffer {
	return readFileSync(join(import.meta.dirname, '../../../sandbox/samples', name));
}

/** A PDF of these images, a page each, on A4. */
export async function pdfOfImages(...images: Buffer[]): Promise<Buffer> {
	const document = new PDFDocument({ autoFirstPage: false, margin: 0 });
	const written = buffer(document);
	for (const image of images)
		document
			.addPage({ size: 'A4', margin: 0 })
			.image(image, 0, 0, { fit: [document.page.width, document.page.height] });
	document.end();
	return await written;
}

function parsed(text: string): Body {
	try {
		return JSON.parse(text);
	} catch {
		// A file, or a text.
		return {} as Body;
	}
}
