import type { JsonObject } from '../../sandbox/n8n/client.mts';
import { FILES, START, type Cell } from './flows.mts';
import type { SharedWorld } from './shared.mts';

/** What a user gets wrong in a node, and what the editor has to say of it. */
export type WrongInput = {
	name: string;
	parameters: JsonObject | ((world: SharedWorld) => JsonObject);
	credential?: 'mistypedCredential' | 'slowCredential' | 'emptyCredential' | 'blockedCredential';
	/** The node in front; left out: one that gives files. */
	after?: string;
	/** Whether n8n itself holds the node back and says why in a corner. */
	heldBack?: boolean;
	/** What happened, as it has to stand on the screen. */
	says: string;
	/** What to do about it. */
	next: string;
};

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const upload = { resource: 'document', operation: 'upload' };

/** Parameters for a file of the sandbox's samples. */
const sample =
	(name: string, more: JsonObject) =>
	({ sandboxUrl }: SharedWorld): JsonObject => ({
		...{ inputSource: 'url', documentUrl: `${sandboxUrl}/samples/${name}` },
		...more,
	});

const webPage = ({ url }: SharedWorld) => ({ ...upload, inputSource: 'url', documentUrl: url });

const handwritingOcr: WrongInput[] = [
	{
		name: 'No file at all',
		parameters: upload,
		after: START.name,
		says: 'The item has no file in the field "data" (it has no file at all)',
		next: 'Put a node before this one that provides the file',
	},
	{
		name: 'No field name',
		parameters: { ...upload, inputDataFieldName: '' },
		heldBack: true,
		says: 'node has issues',
		next: 'Parameter "Input Data Field Name" is required.',
	},
	{
		name: 'Mistyped field',
		parameters: { ...upload, inputDataFieldName: 'foto' },
		says: 'it has files in the fields "empty", "notes", "photo"',
		next: 'Set "Input Data Field Name" to "empty"',
	},
	{
		name: 'Text for a scan',
		parameters: { ...upload, inputDataFieldName: 'notes' },
		says: 'The file "notes.txt" (text/plain) is neither a picture nor a document',
		next: 'convert it to PDF first. Nothing was sent.',
	},
	{
		name: 'Empty file',
		parameters: { ...upload, inputDataFieldName: 'empty' },
		says: 'The file "empty.pdf" is empty (0 bytes)',
		next: 'Check the node that provides the file',
	},
	{
		name: 'Broken photo',
		parameters: { ...upload, inputDataFieldName: 'photo' },
		says: 'photo.png',
		next: '',
	},
	{
		name: 'URL of a web page',
		parameters: webPage,
		says: 'The "Document URL" gives a web page, not a file',
		next: 'Use the direct link to the file.',
	},
	{
		name: 'URL without a file',
		parameters: sample('leter.png', upload),
		says: 'The "Document URL" answered with status 404',
		next: 'Open the URL in a browser',
	},
	{
		name: 'No extractor',
		parameters: sample('form.png', { ...upload, documentAction: 'extractor', extractorId: '' }),
		heldBack: true,
		says: 'node has issues',
		next: 'Parameter "Extractor ID" is required.',
	},
	{
		name: 'Too many pages',
		parameters: sample('two-pages.pdf', { ...upload, options: { maxPagesPerFile: 1 } }),
		says: 'The file "two-pages.pdf" has 2 pages, and "Max Pages per File" is 1',
		next: 'Split the file, or raise "Max Pages per File".',
	},
	{
		name: 'Unknown document',
		parameters: { resource: 'document', operation: 'get', documentId: byId('a1B2c3D4e5') },
		says: 'There is no such document: a1B2c3D4e5',
		next: 'Check the document ID',
	},
	{
		name: 'Dates exchanged',
		parameters: {
			resource: 'document',
			operation: 'getAll',
			filters: { createdAfter: '2026-02-01T00:00:00', createdBefore: '2026-01-01T00:00:00' },
		},
		says: '"Created After" is not before "Created Before"',
		next: 'Swap the two dates.',
	},
	{
		name: 'Top-up of 0',
		parameters: { resource: 'account', operation: 'topUp' },
		says: '"Amount" is 0, which is not a multiple of 100',
		next: 'Nothing was bought.',
	},
	{
		name: 'Firewall in between',
		parameters: { resource: 'document', operation: 'getAll' },
		credential: 'blockedCredential',
		says: 'a web page titled "Attention Required! | Cloudflare"',
		next: 'Check that no firewall, proxy or login page stands between n8n and the service',
	},
	{
		name: 'Lost top-up',
		parameters: { resource: 'account', operation: 'topUp', amount: 300 },
		credential: 'blockedCredential',
		says: 'The answer to the top-up of 300 credits did not arrive: the balance was 10 before and is 10 now',
		next: 'Check the payments in the dashboard before you run this again',
	},
	{
		name: 'Timeout too short',
		parameters: sample('letter.png', { ...upload, options: { timeout: 1 } }),
		credential: 'slowCredential',
		says: 'was not finished after 1 s',
		next: 'wait for this ID later, or raise the option "Timeout (Seconds)"',
	},
	{
		name: 'Mistyped token',
		parameters: sample('letter.png', upload),
		credential: 'mistypedCredential',
		says: 'The API token is not valid',
		next: 'Copy the token again from app.handwritingocr.com/settings?tab=api',
	},
	{
		name: 'No credits left',
		parameters: sample('letter.png', upload),
		credential: 'emptyCredential',
		says: 'Not enough page credits',
		next: 'top up, for example with Account > Top Up',
	},
];

const process = {
	resource: 'document',
	operation: 'process',
	workflow: { __rl: true, mode: 'list', value: 'ocr', cachedResultName: 'OCR' },
};

const natifAi: WrongInput[] = [
	{
		name: 'Text for a scan',
		parameters: { ...process, inputDataFieldName: 'notes' },
		says: 'The file "notes.txt" (text/plain) is neither a picture nor a document',
		next: 'convert it to PDF first. Nothing was sent.',
	},
	{
		name: 'Parameters that are no JSON',
		parameters: sample('letter.png', {
			...process,
			options: { workflowParameters: 'language: en' },
		}),
		says: '"Workflow Parameters" is not valid JSON',
		next: 'Give it like { "language": "en" }',
	},
	{
		name: 'Mistyped ID',
		parameters: { resource: 'result', operation: 'get', processingId: 'letter.png' },
		says: '"Processing ID" is not a processing ID: "letter.png"',
		next: 'the operation Process gives it as "id"',
	},
	{
		name: 'Unknown ID',
		parameters: {
			resource: 'result',
			operation: 'downloadPageImage',
			processingId: '0c1d2e3f-1111-4222-8333-444455556666',
		},
		says: 'There is no such processing: 0c1d2e3f-1111-4222-8333-444455556666',
		next: 'Check the processing ID',
	},
	{
		name: 'Unknown workflow',
		parameters: sample('letter.png', { ...process, workflow: byId('invoices') }),
		says: 'There is no such workflow',
		next: 'Choose "Workflow" from the list',
	},
];

const ocriva: WrongInput[] = [
	{
		name: 'URL of a web page',
		parameters: webPage,
		says: 'The "Document URL" gives a web page, not a file',
		next: 'Use the direct link to the file.',
	},
	{
		name: 'Empty file',
		parameters: { ...upload, inputDataFieldName: 'empty' },
		says: 'The file "empty.pdf" is empty (0 bytes)',
		next: 'Check the node that provides the file',
	},
	{
		name: 'Unknown project',
		parameters: sample('letter.png', { ...upload, projectId: byId('507f1f77bcf86cd799439011') }),
		says: 'does not reach this project',
		next: 'Check "Project"',
	},
	{
		name: 'Unknown record',
		parameters: {
			resource: 'record',
			operation: 'get',
			recordId: byId('507f1f77bcf86cd799439011'),
		},
		says: 'There is no such record: 507f1f77bcf86cd799439011',
		next: 'Check the ID',
	},
	{
		name: 'Dates exchanged',
		parameters: {
			resource: 'record',
			operation: 'getAll',
			filters: { fromDate: '2026-02-01T00:00:00', toDate: '2026-01-01T00:00:00' },
		},
		says: '"From Date" is after "To Date"',
		next: 'Swap the two dates.',
	},
];

/** By the last part of the node's type, with the name of its credential in the world. */
export const wrongInputs = [
	{ type: 'handwritingOcr', credential: 'credential', inputs: handwritingOcr },
	{ type: 'natifAi', credential: 'natifAi', inputs: natifAi },
	{ type: 'ocriva', credential: 'ocriva', inputs: ocriva },
] as const;

/** The node of a wrong input on the canvas. */
export function cellOf(
	world: SharedWorld,
	{ type, credential }: (typeof wrongInputs)[number],
	input: WrongInput,
): Cell {
	const { name, parameters, after = FILES.name } = input;
	return {
		...{ name, type, after },
		credential: world[input.credential ?? credential],
		parameters: typeof parameters === 'function' ? parameters(world) : parameters,
	};
}
