import type { IDataObject } from 'n8n-workflow';

import { apiText, isRefusal } from '../../shared/http/errorText';
import { discard } from '../../shared/http/streams';
import { Failure, toFailure } from '../../shared/core/errors';
import { isObject, objectOf, textOf } from '../../shared/core/json';
import { mediaTypeOf } from '../../shared/core/mime';
import type { ApiAnswer } from '../../shared/http/service';
import type { Expected } from '../../shared/http/judgeAnswer';
import type { Look } from '../../shared/waiting/documentStatus';
import { isFinalFailure } from './errors';
import type { NatifAi } from './client';
import {
	failedProcessing,
	type Processing,
	readProcessing,
	type ResultName,
	RESULTS,
} from './parse';

/** Names of results are written with both marks. */
const RESULT_KEYS = RESULTS.flatMap((name) => [name, name.replaceAll('-', '_')]);

/** A full result names its processing or its workflow, or has one of the results. */
function isFullResult(body: unknown): boolean {
	if (!isObject(body)) return false;
	const names = [body.processing_id, body.workflow_id].map(textOf);
	if (names.some(Boolean) || Array.isArray(body.available_results)) return true;
	return RESULT_KEYS.some((key) => Object.hasOwn(body, key));
}

const A_PROCESSING: Expected = {
	what: 'a result',
	isOwn: ({ status, body }) =>
		status === 202 ? isObject(body) || body === '' : isFullResult(body),
};
/** hOCR is HTML (documented). */
const HOCR: Expected = {
	what: 'hOCR',
	isOwn: ({ status, headers }) => status === 202 || mediaTypeOf(headers) !== 'application/json',
};

/** How much longer than the service holds a request an answer may take. */
const BEYOND_HOLD_MS = 30_000;

/**
 * `GET /processing/results/{processing_id}`: the full result, or that it runs still, or that it
 * failed.
 *
 * @param look `hold` is 0 to 180, and asked anew when the request is repeated
 */
export async function getResult(
	service: NatifAi,
	known: Processing,
	{ hold, waiter }: Look = { hold: () => 0, waiter: {} },
): Promise<Processing> {
	const { include } = known;
	try {
		const answer = await service.client.request({
			route: 'result',
			subject: known.id,
			method: 'GET',
			path: resultPath(known.id),
			query: () => ({ ...(include.length > 0 && { include: [...include] }), wait_for: hold() }),
			retry: 'always',
			answer: 'json',
			expects: A_PROCESSING,
			timeoutMs: hold() * 1_000 + BEYOND_HOLD_MS,
			...waiter,
		});
		return answer.status === 202
			? readProcessing(answer.body, 'processing', known)
			: readProcessing(answer.body, 'processed', known);
	} catch (error) {
		if (isFinalFailure(error)) return failedProcessing(known, apiText(error.body), error.body);
		throw toFailure(error);
	}
}

export function resultPath(id: string, ...parts: Array<string | number>): string {
	return ['/processing/results', encodeURIComponent(id), ...parts].join('/');
}

/**
 * `GET /processing/results/{processing_id}/{result}`: one result as JSON. No `wait_for` is declared
 * for it.
 *
 * @throws Failure when the processing runs still, or makes no such result
 */
export async function getSubResult(
	{ client }: NatifAi,
	id: string,
	result: ResultName,
): Promise<unknown> {
	const answer = await client.request({
		route: 'subResult',
		subject: id,
		method: 'GET',
		path: resultPath(id, result),
		retry: 'always',
		answer: 'json',
		expects: {
			what: 'a result',
			isOwn: ({ status, body }) => status === 202 || isOf(result, body),
		},
	});
	if (answer.status === 202) throw notFinished(id);
	return answer.body;
}

/** OCR has pages (seen); of the other results only what is none is known, as workflows differ. */
function isOf(result: ResultName, body: unknown): boolean {
	if (typeof body !== 'object' || body === null) return false;
	if (result === 'ocr') return Array.isArray(objectOf(body).pages);
	return !isRefusal(body);
}

/** A file of a processing. */
interface ResultFile {
	/** Of the processing. */
	id: string;
	/** Below the base URL, or absolute on its host. */
	path: string;
	query?: IDataObject;
}

/** Hands a file to `store` as a stream, and again when it breaks off half-way. */
export async function getFile<Result>(
	{ client }: NatifAi,
	{ id, path, query = {} }: ResultFile,
	store: (answer: ApiAnswer) => Promise<Result>,
): Promise<Result> {
	const expects = path.endsWith('/hocr') && { expects: HOCR };
	const request = { route: 'subResult', subject: id, path, query, ...expects };
	return await client.download(request, async (answer) => {
		if (answer.status !== 202) return await store(answer);
		discard(answer.body);
		throw notFinished(id);
	});
}

function notFinished(id: string): Failure {
	return new Failure(
		`Processing ${id} is not finished yet`,
		'Put Result > Get with its option "Wait for Completion" before this node, or try again later.',
	).with({ id, status: 'processing' });
}
