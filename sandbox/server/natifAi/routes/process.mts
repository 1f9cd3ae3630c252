import { randomUUID } from 'node:crypto';
import { rename } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { detectType } from '../../../ocr/detectType.mts';
import type { Account } from '../../shared/accounts.mts';
import { now } from '../../shared/clock.mts';
import { readHead, type Form, type ReceivedFile } from '../../shared/form.mts';
import { isJsonObject, type JsonObject } from '../../shared/json.mts';
import { pageCountOf } from '../../shared/pageCount.mts';
import { ApiError } from '../answers.mts';
import {
	accountOf,
	availableResults,
	knownWorkflow,
	processingOf,
	refuseFailed,
	stillRunning,
	type Parts,
} from '../parts.mts';
import type { Processing } from '../processings.mts';
import { fullResult } from '../results/index.mts';
import type { Settings } from '../settings.mts';
import { Validation, type Query, type ResultQuery } from '../validation.mts';
import { priceOf, type Workflow } from '../workflows.mts';

/**
 * Types that are named for the upload of the older API, whose limits hold here too (documented).
 */
const acceptedTypes: ReadonlySet<string> = new Set([
	'application/pdf',
	'image/jpeg',
	'image/png',
	'image/tiff',
	'image/gif',
	'image/webp',
]);

/** `POST /processing/{workflow}` */
export function processRoute(app: FastifyInstance, parts: Parts): void {
	app.post<{ Params: { workflow: string }; Querystring: Query }>(
		'/processing/:workflow',
		{ config: { route: 'process' } },
		async (request, reply) => {
			const account = await accountOf(request, parts);
			const workflow = knownWorkflow(request.params.workflow);
			if (!workflow.permissions.includes('process'))
				throw new ApiError(403, 'Not authorized to use this workflow');
			const { form } = request.exchange;
			const validation = new Validation();
			const query = validation.resultQuery(request.query);
			const { file, parameters } = checkedForm(form, validation);
			if (form?.tooLarge) throw tooLarge(account, 'The document is too large');
			const mimeType = file && detectType(await readHead(file.path));
			if (file && (!mimeType || !acceptedTypes.has(mimeType)))
				validation.fail(['body', 'file'], 'unsupported file type');
			validation.check();
			if (!file || !mimeType) throw new Error('a file without a type passed');

			const pageCount = await pageCountOf(file.path, mimeType);
			if (pageCount > (account.settings.mostPages ?? Infinity))
				throw tooLarge(account, 'The document has too many pages');
			if (priceOf(workflow, pageCount) > creditsFree(account, parts))
				throw new ApiError(402, 'The limit of your plan is reached');
			const processing = newProcessing(account, workflow, file, {
				parameters,
				mimeType,
				pageCount,
			});
			await rename(file.path, parts.processings.filePath(processing));
			await parts.processings.add(processing);
			parts.runs.start(account, processing);
			return await answer({ account, processing, query, success: 201 }, reply, parts);
		},
	);
}

/** `GET /processing/results/{processing_id}` */
export function resultRoute(app: FastifyInstance, parts: Parts): void {
	app.get<{ Params: { id: string }; Querystring: Query }>(
		'/processing/results/:id',
		{ config: { route: 'result' } },
		async (request, reply) => {
			const account = await accountOf(request, parts);
			const validation = new Validation();
			const id = validation.uuid(request.params.id);
			const query = validation.resultQuery(request.query);
			validation.check();
			const processing = processingOf(account, id, parts);
			return await answer({ account, processing, query, success: 200 }, reply, parts);
		},
	);
}

type Asked = {
	account: Account<Settings>;
	processing: Processing;
	query: ResultQuery;
	success: number;
};

/**
 * Holds the request until the processing has ended or the waiting time is over; 0 always gives 202
 * on upload (documented).
 */
async function answer(
	{ account, processing, query, success }: Asked,
	reply: FastifyReply,
	{ runs }: Parts,
): Promise<FastifyReply> {
	const gone = new AbortController();
	reply.raw.once('close', () => gone.abort());
	if (success === 201 && query.waitFor === 0) return reply.code(202).send(stillRunning(processing));
	await runs.wait(processing, query.waitFor, gone.signal);
	if (processing.status === 'running') return reply.code(202).send(stillRunning(processing));
	refuseFailed(processing);
	return reply
		.code(success)
		.send(
			fullResult(
				processing,
				availableResults(account, processing),
				query.include,
				account.settings,
			),
		);
}

function checkedForm(
	form: Form | undefined,
	validation: Validation,
): { file: ReceivedFile | undefined; parameters: JsonObject } {
	const file = form?.files.find(({ field }) => field === 'file');
	if (!file) validation.fail(['body', 'file'], 'field required', 'value_error.missing');
	const text = form?.fields.parameters;
	if (text === undefined) return { file, parameters: {} };
	const parameters = parsed(text);
	if (isJsonObject(parameters)) return { file, parameters };
	validation.fail(['body', 'parameters'], 'value is not a valid JSON object', 'value_error.json');
	return { file, parameters: {} };
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function tooLarge({ settings }: Account<Settings>, text: string): ApiError {
	return new ApiError(settings.tooLargeStatus, text);
}

/** Credits that no document in process will take (assumption). */
function creditsFree(account: Account<Settings>, { processings }: Parts): number {
	const pending = processings
		.of(account.id)
		.filter(({ status, mimeType }) => mimeType !== null && status === 'running');
	return (
		account.balance -
		pending.reduce(
			(credits, { workflow, pageCount }) => credits + priceOf(knownWorkflow(workflow), pageCount),
			0,
		)
	);
}

type Described = Pick<Processing, 'parameters' | 'pageCount'> & { mimeType: string };

function newProcessing(
	account: Account<Settings>,
	workflow: Workflow,
	file: ReceivedFile,
	described: Described,
): Processing {
	const at = now(account);
	return {
		id: randomUUID(),
		accountId: account.id,
		workflow: workflow.id,
		fileName: file.name,
		status: 'running',
		pages: [],
		results: {},
		error: null,
		size: file.size,
		credits: 0,
		duration: 0,
		createdAt: at,
		updatedAt: at,
		...described,
	};
}
