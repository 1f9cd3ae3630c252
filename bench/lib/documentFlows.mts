import type { Execution, Item, Workflow } from '../../sandbox/n8n/client.mts';
import type { Photos } from './files.mts';
import { flow, httpNode, httpUpload, ocrNode, readFiles } from './flow.mts';
import type { Account } from './world.mts';

/** The last node of the flows below: what the documents' results arrive at. */
const RESULTS = 'Results';

/** The flow with this package's node: upload with waiting, all options at their defaults. */
export function nodeFlow(account: Account, { selector }: Photos): Workflow {
	return flow('Node', [
		readFiles(selector),
		ocrNode(RESULTS, account, { operation: 'upload', documentAction: 'transcribe' }),
	]);
}

/**
 * The flow without it: upload all files, wait, ask for each document, and again for those that are
 * not finished.
 */
export function httpFlow(account: Account, { selector }: Photos, waitSeconds: number): Workflow {
	const isProcessed = {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
		conditions: [
			{
				id: 'status',
				leftValue: '={{ $json.status }}',
				rightValue: 'processed',
				operator: { type: 'string', operation: 'equals' },
			},
		],
		combinator: 'and',
	};
	return flow('HTTP Request, Wait, IF', [
		readFiles(selector),
		httpUpload('Upload', account),
		{
			name: 'Wait',
			type: 'n8n-nodes-base.wait',
			typeVersion: 1.1,
			parameters: { resume: 'timeInterval', amount: waitSeconds, unit: 'seconds' },
		},
		httpNode('Ask', account, { url: `=${account.api}/documents/{{ $json.id }}` }),
		{
			name: 'Finished?',
			type: 'n8n-nodes-base.if',
			typeVersion: 2.2,
			parameters: { conditions: isProcessed, options: {} },
			to: [[RESULTS], ['Wait']],
		},
		{ name: RESULTS, type: 'n8n-nodes-base.noOp', parameters: {}, to: [] },
	]);
}

/** Throws unless each photo's text has arrived exactly once. */
export function checkResults(execution: Execution, { names }: Photos): void {
	const texts = resultTexts(execution);
	const wanted = names.map((name) => `text of ${name}, page 1`).toSorted();
	if (JSON.stringify(texts.toSorted()) !== JSON.stringify(wanted)) {
		throw new Error(
			`${texts.length} results arrived, ${new Set(texts).size} of them different; ${wanted.length} were to come. The first: ${texts[0]}`,
		);
	}
}

/** The texts that have arrived, in the simple shape or in the API's own. */
function resultTexts(execution: Execution): string[] {
	return resultItems(execution).map(({ json }) =>
		String(json.text ?? (Array.isArray(json.results) ? json.results[0]?.transcript : undefined)),
	);
}

/** What has arrived at the end of a flow, in all rounds of its loop. */
export function resultItems(execution: Execution): Item[] {
	return (execution.runData[RESULTS] ?? []).flatMap(({ data }) => data?.main?.[0] ?? []);
}
