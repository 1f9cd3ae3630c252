import type { IDataObject } from 'n8n-workflow';

import { type Failure, mayHaveSucceeded, toFailure } from '../../shared/core/errors';
import { quoted } from '../../shared/core/quote';
import { objectOf, textOf } from '../../shared/core/json';
import { MultipartBody } from '../../shared/http/multipart';
import type { Upload } from '../../shared/operations/documentService';
import type { ApiAnswer } from '../../shared/http/service';
import { UnconfirmedFailure } from '../../shared/upload/uploadErrors';
import type { NatifAi } from './client';
import { knownProcessing, type Processing, readProcessing, type ResultName } from './parse';

/** A large file over a slow line takes minutes. */
const UPLOAD_TIMEOUT_MS = 300_000;
/** 429 may also mean that the document is too large, which no repeat changes (documented). */
const LIMITED_TRIES = 3;

export interface ProcessFields {
	workflowId: string;
	include: readonly ResultName[];
	/** The JSON object of the part `parameters`; undefined to leave the part out. */
	parameters: IDataObject | undefined;
}

/**
 * `POST /processing/{workflow}` with `wait_for=0`, so that the processing id is here before
 * anything is waited for: processings cannot be listed, and an id that is lost with a broken long
 * poll is a document paid and lost. Sent once but for 429 and refused connections.
 *
 * @throws Failure that says what to think of the upload
 */
export async function processDocument(
	service: NatifAi,
	upload: Upload<ProcessFields>,
	until: AbortSignal,
): Promise<Processing> {
	try {
		return await send(service, upload, until);
	} catch (error) {
		// With `wait_for=0` no answer can be a verdict on the document: 500 is a fault too, after which
		// it may exist.
		throw mayHaveSucceeded(error) ? unconfirmed(upload.file.name, error) : toFailure(error);
	}
}

async function send(
	{ client }: NatifAi,
	{ file, fields: { workflowId, include, parameters } }: Upload<ProcessFields>,
	until: AbortSignal,
): Promise<Processing> {
	const form: Record<string, string> = parameters ? { parameters: JSON.stringify(parameters) } : {};
	const answer = await client.request({
		route: 'process',
		subject: workflowId,
		method: 'POST',
		path: `/processing/${encodeURIComponent(workflowId)}`,
		query: { ...(include.length > 0 && { include: [...include] }), wait_for: 0 },
		body: () => new MultipartBody(form, 'file', file),
		retry: 'ifRefused',
		limitedTries: LIMITED_TRIES,
		answer: 'json',
		expects: { what: 'a processing', isOwn: (given) => idIn(given) !== '' },
		timeoutMs: UPLOAD_TIMEOUT_MS,
		until,
	});
	const known = knownProcessing(idIn(answer), { fileName: file.name, workflowId, include });
	// What is finished says which results there are (documented).
	const isDone = answer.status !== 202 && 'available_results' in objectOf(answer.body);
	return readProcessing(answer.body, isDone ? 'processed' : 'processing', known);
}

const UUID = /\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/i;

/** Also where only an address leads to the processing. */
function idIn({ body, headers }: ApiAnswer): string {
	const { processing_id: id, url } = objectOf(body);
	return textOf(id) ?? UUID.exec(`${textOf(url)} ${textOf(headers.location)}`)?.[0] ?? '';
}

function unconfirmed(fileName: string, { message }: Failure): UnconfirmedFailure {
	return new UnconfirmedFailure(
		`The upload of ${quoted(fileName)} was not confirmed: ${message}`,
		'The document may have been processed and paid. The service has no list in which to look for it, so it was not sent again by itself. Compare Workflow > Get Usage before you run it again.',
	).with({ fileName, cause: message });
}
