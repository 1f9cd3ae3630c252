import type { INodeExecutionData } from 'n8n-workflow';
import type { JournalEntry } from '../../sandbox/client.mts';
import type { Engine, RunResult } from '../engine/harness/index.mts';
import { World as HandwritingOcr } from '../engine/handwritingOcr/setup.mts';
import { World as NatifAi } from '../engine/natifAi/setup.mts';
import { World as Ocriva } from '../engine/ocriva/setup.mts';
import type { TestSandbox } from '../support/sandbox.mts';
import type { RealFile } from './files.mts';

/** A run of an upload, and the uploads that reached the service. */
export interface Upload {
	result: RunResult;
	requests: JournalEntry[];
}

export interface Service {
	name: string;
	/** Whether the node has to refuse the file before anything is sent. */
	mustRefuse: (file: RealFile) => boolean;
	upload: (input: INodeExecutionData[]) => Promise<Upload>;
	/** What is wrong with the requests, by the API's description. */
	contractProblems: () => Promise<string[]>;
}

/** 20 MB, inclusive (documented; that a MB is 1,048,576 bytes: seen in the vendor's client). */
const HANDWRITING_OCR_LIMIT = 20 * 1024 * 1024;
/** Documented. */
const OCRIVA_TYPES = ['application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'image/bmp'];
/** Enough for the longest of the files. */
const BALANCE = 10_000;

/** Each service's upload as the node does it, in an account of its own for each file. */
export function services(engine: Engine, sandbox: TestSandbox): Service[] {
	const handwritingOcr = Object.assign(new HandwritingOcr(), { engine, sandbox });
	const natifAi = Object.assign(new NatifAi(), { engine, sandbox });
	const ocriva = Object.assign(new Ocriva(), { engine, sandbox });
	return [
		{
			name: 'Handwriting OCR',
			mustRefuse: ({ size }) => size === 0 || size > HANDWRITING_OCR_LIMIT,
			upload: async (input) => {
				const account = await handwritingOcr.openAccount({ balance: BALANCE });
				const result = await handwritingOcr.document(
					account,
					'upload',
					{ documentAction: 'transcribe' },
					{ input },
				);
				return { result, requests: await handwritingOcr.requests(account, 'upload') };
			},
			contractProblems: async () => await handwritingOcr.contractProblems(),
		},
		{
			name: 'Natif.ai',
			mustRefuse: ({ size }) => size === 0,
			upload: async (input) => {
				const account = await natifAi.openAccount({ balance: BALANCE });
				const result = await natifAi.process(account, {}, { input });
				const requests = await natifAi.requests(account);
				return { result, requests: requests.filter(({ fileName }) => fileName !== null) };
			},
			contractProblems: async () => await natifAi.contractProblems(),
		},
		{
			name: 'Ocriva',
			mustRefuse: ({ size, type }) => size === 0 || !OCRIVA_TYPES.includes(type),
			upload: async (input) => {
				const account = await ocriva.openAccount({ balance: BALANCE });
				const result = await ocriva.upload(account, {}, { input });
				return { result, requests: await ocriva.requests(account, 'upload') };
			},
			contractProblems: async () => await ocriva.contractProblems(),
		},
	];
}
