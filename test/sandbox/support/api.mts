import PDFDocument from 'pdfkit';
import type { NewAccount } from '../../../sandbox/client.mts';
import type { TestSandbox } from '../../support/sandbox.mts';
import { until } from '../../support/until.mts';

/** Everything that any JSON answer of the service can hold; a test reads what its answer has. */
export type Body = {
	id: string;
	status: string;
	updated_at: string;
	message: string;
	balance: number;
	error: string;
	retry_after: string;
	page_count: number | null;
	results: PageBody[];
	thumbnails: Array<{ page_number: number; url: string }>;
	documents: Body[];
	data: Array<Body & { document_id: string }>;
	next_page_url: string | null;
};

type PageBody = {
	page_number: number;
	transcript: string;
	tables: object[];
	extractions: Array<Array<{ key: string; value: unknown }>>;
};

/** An answer with its body read; `json` is an empty object when the body is not JSON. */
export type Answer = { status: number; headers: Headers; text: string; json: Body };

/** A PNG of one pixel. */
export const png = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64',
);

/** A PDF with this many empty pages. */
export async function pdf(pages: number): Promise<Buffer> {
	const document = new PDFDocument({ autoFirstPage: false });
	for (let page = 0; page < pages; page += 1) document.addPage({ size: 'A6' });
	document.end();
	const chunks: Buffer[] = [];
	for await (const chunk of document) chunks.push(Buffer.from(chunk));
	return Buffer.concat(chunks);
}

/** A form for an upload; fields given as undefined are left out. */
export function uploadForm(
	fields: Record<string, string | undefined> = {},
	file: Uint8Array | null = png,
	name = 'letter.png',
): FormData {
	const form = new FormData();
	for (const [field, value] of Object.entries({ action: 'transcribe', ...fields })) {
		if (value !== undefined) form.set(field, value);
	}
	if (file) form.set('file', new Blob([new Uint8Array(file)]), name);
	return form;
}

/** Opens accounts, each with a client that speaks to the service under its token. */
export function clientsOf(sandbox: TestSandbox, version: 'v2' | 'v3' = 'v3') {
	return async (options: NewAccount = {}) => {
		const { token } = await sandbox.createAccount(options);
		return { token, ...api(`${sandbox.url}/${version}`, token) };
	};
}

/** Speaks to the service as a client would, below `root`, such as `http://127.0.0.1:4810/v3`. */
export function api(root: string, token?: string) {
	const call = async (method: string, path: string, init: RequestInit = {}): Promise<Answer> => {
		const url = path.startsWith('http') ? path : root + path;
		const headers = {
			accept: 'application/json',
			...(token ? { authorization: `Bearer ${token}` } : {}),
			...init.headers,
		};
		const response = await fetch(url, { method, redirect: 'manual', ...init, headers });
		const text = await response.text();
		return { status: response.status, headers: response.headers, text, json: parsed(text) };
	};
	const get = (path: string, init?: RequestInit): Promise<Answer> => call('GET', path, init);
	return {
		call,
		get,
		upload: (form: FormData = uploadForm()): Promise<Answer> =>
			call('POST', '/documents', { body: form }),
		/** Uploads and waits until nothing more happens; answers with the last JSON. */
		async process(form: FormData = uploadForm()): Promise<Body> {
			const { json } = await call('POST', '/documents', { body: form });
			return until(async () => {
				const answer = await get(`/documents/${json.id}`);
				return answer.json.status === 'processed' || answer.json.status === 'failed'
					? answer.json
					: undefined;
			});
		},
		bytes: async (path: string): Promise<Buffer> => {
			const response = await fetch(root + path, {
				headers: { accept: 'application/json', authorization: `Bearer ${token}` },
			});
			return Buffer.from(await response.arrayBuffer());
		},
	};
}

function parsed(text: string): Body {
	try {
		return JSON.parse(text);
	} catch {
		// The body of a file, an HTML page, or none at all.
		return {} as Body;
	}
}
