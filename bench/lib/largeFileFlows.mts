import type { Workflow } from '../../sandbox/n8n/client.mts';
import {
	flow,
	httpNode,
	httpUpload,
	itemsWithIds,
	readFiles,
	serviceNode,
	type Step,
} from './flow.mts';
import { services } from './services.mts';
import type { Account } from './world.mts';

/** Where a flow's items come from: `files` of a folder, or `count` ids of documents. */
export type Source = { selector: string; count: number };

/** A flow, made anew for each run. */
export type MakeFlow = (account: Account, source: Source) => Workflow;

/** What comes before an upload, alone: reading the files into n8n's store. */
export const readOnly: MakeFlow = (_account, { selector }) =>
	flow('Read only', [readFiles(selector)]);

export const nodeUpload: MakeFlow = (account, { selector }) =>
	flow('Upload', [
		readFiles(selector),
		serviceNode('Upload', account, services[account.service].upload),
	]);

/** All files in one request. */
export const nodeBatch: MakeFlow = (account, { selector }) =>
	flow('Batch', [
		readFiles(selector),
		serviceNode('Upload', account, {
			resource: 'document',
			operation: 'uploadBatch',
			waitForCompletion: false,
		}),
	]);

export const httpUploadAtOnce: MakeFlow = (account, { selector }) =>
	flow('HTTP upload', [readFiles(selector), httpUpload('Upload', account)]);

/** As many at a time as this package's node: five items a round of "Loop Over Items". */
export const httpUploadInFives: MakeFlow = (account, { selector }) =>
	flow('HTTP upload in fives', [readFiles(selector), ...inFives(httpUpload('Upload', account))]);

export const nodeDownload: MakeFlow = (account, { count }) =>
	flow('Download', [
		...itemsWithIds(account, count),
		serviceNode('Download', account, services[account.service].download),
	]);

export const httpDownloadAtOnce: MakeFlow = (account, { count }) =>
	flow('HTTP download', [...itemsWithIds(account, count), httpDownload(account)]);

export const httpDownloadInFives: MakeFlow = (account, { count }) =>
	flow('HTTP download in fives', [
		...itemsWithIds(account, count),
		...inFives(httpDownload(account)),
	]);

function httpDownload(account: Account): Step {
	return httpNode('Download', account, {
		url: `=${account.api}/documents/{{ $json.id }}.txt`,
		options: { response: { response: { responseFormat: 'file' } } },
	});
}

function inFives(step: Step): Step[] {
	const loop: Step = {
		name: 'Loop',
		type: 'n8n-nodes-base.splitInBatches',
		typeVersion: 3,
		parameters: { batchSize: 5, options: {} },
		to: [[], [step.name]],
	};
	return [loop, { ...step, to: [['Loop']] }];
}
