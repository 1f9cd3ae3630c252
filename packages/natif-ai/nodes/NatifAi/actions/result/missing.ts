import { quoted } from '../../../shared/core/quote';
import { Failure, isMissing, type ServiceFailure, toFailure } from '../../../shared/core/errors';
import { getResult, getSubResult } from '../../api/results';
import type { NatifAi } from '../../api/client';
import { knownProcessing, type ResultName } from '../../api/parse';

const IN_WORDS: Partial<Record<ResultName, string>> = {
	'document-splitting': 'document splitting',
	hocr: 'hOCR',
	ocr: 'OCR',
	'page-images': 'page images',
	pdf: 'PDF',
	'sub-pdfs': 'sub-PDFs',
};

/**
 * Fetches one result of a processing. The service says 404 also to a result that the workflow does
 * not make; the failure tells which it is.
 */
export async function fetched<Result>(
	service: NatifAi,
	id: string,
	result: ResultName,
	fetch: () => Promise<Result>,
): Promise<Result> {
	try {
		return await fetch();
	} catch (error) {
		const failure = isMissing(error) ? await reasonOf(service, id, result, error) : error;
		throw toFailure(failure);
	}
}

/** One result of a processing as JSON; see {@link fetched}. */
export async function subResult(
	service: NatifAi,
	id: string,
	result: ResultName,
): Promise<unknown> {
	return await fetched(service, id, result, async () => await getSubResult(service, id, result));
}

async function reasonOf(
	service: NatifAi,
	id: string,
	result: ResultName,
	cause: ServiceFailure,
): Promise<Failure> {
	try {
		// The smallest of all results; the answer tells of the others.
		const known = knownProcessing(id, { include: ['thumbnail'] });
		const { availableResults, workflowId } = await getResult(service, known);
		return notMade(result, workflowId, availableResults) ?? cause;
	} catch {
		return cause;
	}
}

function notMade(
	result: ResultName,
	workflowId: string | null,
	made: string[],
): Failure | undefined {
	const workflow = workflowId === null ? 'The workflow' : `The workflow ${quoted(workflowId)}`;
	if (result === 'pdf')
		return new Failure(
			'The PDF is not available for this account or workflow',
			'The service has announced PDFs with a text layer and does not give them everywhere. Page images and OCR are there instead.',
		);
	if (made.length > 0 && !made.includes(result))
		return new Failure(
			`${workflow} makes no ${IN_WORDS[result] ?? result}`,
			`This processing has: ${made.join(', ')}. For ${IN_WORDS[result] ?? result} process the document with another workflow.`,
		);
	if (result === 'sub-pdfs')
		return new Failure(
			'The service gives no sub-PDFs at the known address',
			'The vendor has announced a newer one; this account may need it. Result > Get Document Splitting still tells which pages belong together.',
		);
	return undefined;
}
