import { quoted } from '../../shared/core/quote';
import type { DocumentService, Part, Upload } from '../../shared/operations/documentService';
import { DocumentFailure, type Look } from '../../shared/waiting/documentStatus';
import { type NatifAi, SERVICE_NAME } from './client';
import type { Processing } from './parse';
import { processDocument, type ProcessFields } from './process';
import { listNames } from './result/extractions';
import { toDocumentResult } from './result/toDocumentResult';
import { getResult } from './results';
import { FAILED_NEXT } from './errors';

/**
 * No limit is published, and the service's answer tells; a download from the web has to end
 * somewhere. Bytes.
 */
const LARGEST_FILE = 2 ** 30;

/** What shared code is told of Natif.ai, which holds a look until a processing is finished. */
export class NatifAiProcessings implements DocumentService<Processing, ProcessFields> {
	readonly name = SERVICE_NAME;
	readonly largestFile = LARGEST_FILE;
	readonly lookWith = 'Workflow > Get Usage';
	readonly resumeWith = 'Result > Get';
	readonly refundsFailed = false;
	readonly result = toDocumentResult;
	/** The service may hold for 180 s, but proxies often end requests after 60 s. Seconds. */
	readonly holds = { longest: 55, inTurn: 3 };

	constructor(private readonly service: NatifAi) {}

	async upload(upload: Upload<ProcessFields>, signal: AbortSignal): Promise<Processing> {
		return await processDocument(this.service, upload, signal);
	}

	async status(known: Processing, look: Look): Promise<Processing> {
		return await getResult(this.service, known, look);
	}

	/** Answers carry what was asked for. */
	keyOf({ id, include }: Processing): string {
		return JSON.stringify([id, include]);
	}

	/** A processing is finished when its result is here. */
	isWhole(): boolean {
		return true;
	}

	failure({ id, fileName, failure, status }: Processing): DocumentFailure {
		return new DocumentFailure(
			`Processing ${id}${fileName ? ` of ${quoted(fileName)}` : ''} failed${failure ? `: ${failure}` : ''}`,
			FAILED_NEXT,
		).with({ id, status });
	}

	lists({ raw }: Processing): string[] {
		return listNames(raw.extractions);
	}

	whyEmpty({ id, phase, failure, workflowId }: Processing, part: Part): string {
		if (phase === 'failed')
			return `Processing ${id} has no ${part}: it failed${failure ? ` (${failure})` : ''}.`;
		if (phase === 'pending')
			return `Processing ${id} has no ${part} yet: it is running. Result > Get with the option "Wait for Completion" waits for it.`;
		return part === 'rows'
			? `Processing ${id} has no table rows or fields. They come from extractions, which the workflow ${workflowId ?? ''} did not give; for plain text set "Output" to "Document" or "Pages".`
			: `Processing ${id} came back without pages: they come from OCR, which this answer does not carry.`;
	}
}
