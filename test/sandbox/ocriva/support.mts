import { startSandbox, type SandboxOptions, type TestSandbox } from '../../support/sandbox.mts';
import type {
	NewAccount,
	SandboxAccount,
	SandboxClient,
	Services,
} from '../../../sandbox/client.mts';
import { png } from '../support/api.mts';
import { until } from '../../support/until.mts';

export { png };

type Ocriva = Services['ocriva'];

/** A history record as the API answers it; a test reads what its answer has. */
export type Entry = {
	id: string;
	uploadId: string;
	projectId: string;
	fileName: string;
	fileUrl: string;
	status: string;
	templateId?: string;
	templateName?: string;
	resultFormat?: string;
	processingResult?: unknown;
	startedAt?: string | null;
	completedAt?: string | null;
	createdAt: string;
	error?: string;
	errorMessage?: string;
};

/** Everything that any JSON answer can hold. */
export type Body = Entry & {
	statusCode: number;
	message: string | string[];
	publicUrl: string;
	data: Entry[];
	pagination: { page: number; limit: number; total: number; pages: number };
	uploadIds: string[];
	name: string;
	totalFiles: number;
	completedFiles: number;
	accessToken: string;
	expiresIn: number;
	tokenInfo: { type: string };
};

/** An answer with its body read; `json` is an empty object when the body is not JSON. */
export type Answer = { status: number; headers: Headers; bytes: Buffer; text: string; json: Body };

/** Speaks to the Open API as a client would. */
export function api(url: string, key?: string) {
	const call = async (method: string, path: string, init: RequestInit = {}): Promise<Answer> => {
		const target = path.startsWith('http') ? path : `${url}/ocriva/v1/openapi${path}`;
		const response = await fetch(target, {
			method,
			...init,
			headers: { ...(key ? { 'X-API-Key': key } : {}), ...init.headers },
		});
		const bytes = Buffer.from(await response.arrayBuffer());
		const text = bytes.toString('utf8');
		return { status: response.status, headers: response.headers, bytes, text, json: parsed(text) };
	};
	return {
		call,
		get: (path: string, init?: RequestInit): Promise<Answer> => call('GET', path, init),
		post: (path: string, body: object): Promise<Answer> =>
			call('POST', path, {
				body: JSON.stringify(body),
				headers: { 'content-type': 'application/json' },
			}),
		upload: (form: FormData): Promise<Answer> => call('POST', '/upload', { body: form }),
		batch: (form: FormData): Promise<Answer> => call('POST', '/batch/upload', { body: form }),
	};
}

/** A sandbox of its own, and accounts in it. */
export async function ocrivaSandbox(
	options: SandboxOptions = {},
): Promise<TestSandbox & { open: (input?: NewAccount<Ocriva>) => Promise<Member> }> {
	const sandbox = await startSandbox(options);
	const control = sandbox.of('ocriva');
	return {
		...sandbox,
		open: async (input = {}) => member(sandbox.url, control, await control.createAccount(input)),
	};
}

/**
 * An account with clients for its keys and its first project's id in every request that wants one.
 */
export function member(
	url: string,
	control: SandboxClient<Ocriva>,
	account: SandboxAccount<Ocriva>,
) {
	const [first, second] = account.projects;
	if (!first || !second) throw new Error('the account has no two projects');
	const organization = api(url, account.token);
	const project = api(url, first.token);
	/** Uploads into the first project and waits for the end. */
	const process = async (
		fields: Record<string, string | undefined> = {},
		file: Uint8Array = png,
	): Promise<Entry> => {
		const { status, json, text } = await project.upload(
			uploadForm({ projectId: first.id, ...fields }, file),
		);
		if (status !== 201) throw new Error(`the upload is answered ${status}: ${text}`);
		return until(async () => {
			const { json: entry } = await project.get(`/processing-history/${json.id}`);
			return entry.status === 'completed' || entry.status === 'failed' ? entry : undefined;
		});
	};
	const template = (name: string): string =>
		account.templates.find((candidate) => candidate.name === name)?.templateId ?? '';
	return {
		account,
		token: account.token,
		first,
		second,
		organization,
		project,
		process,
		template,
		control,
	};
}

/** See {@link member}. */
export type Member = ReturnType<typeof member>;

/** A form for an upload; fields given as undefined are left out. */
export function uploadForm(
	fields: Record<string, string | undefined>,
	file: Uint8Array | null = png,
): FormData {
	const form = new FormData();
	const fileName = 'letter.png';
	const all = {
		fileName,
		fileType: 'image',
		fileSize: String(file?.length ?? 0),
		mimeType: 'image/png',
		...fields,
	};
	for (const [field, value] of Object.entries(all)) if (value !== undefined) form.set(field, value);
	if (file)
		form.set(
			'file',
			new Blob([new Uint8Array(file)], { type: all.mimeType }),
			all.fileName || fileName,
		);
	return form;
}

/** A form for a batch of files with these names. */
export function batchForm(
	fields: Record<string, string>,
	names: string[],
	file: Uint8Array = png,
): FormData {
	const form = new FormData();
	for (const [field, value] of Object.entries(fields)) form.set(field, value);
	for (const name of names) form.append('files', new Blob([new Uint8Array(file)]), name);
	return form;
}

function parsed(text: string): Body {
	try {
		return JSON.parse(text);
	} catch {
		// The body of a file, or an HTML page.
		return {} as Body;
	}
}
