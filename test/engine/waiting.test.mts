import type { INodeParameters } from 'n8n-workflow';
import type { JournalEntry } from '../../sandbox/client.mts';
import { startSandbox } from '../support/sandbox.mts';
import { until } from '../support/until.mts';
import { World as HandwritingOcr } from './handwritingOcr/setup.mts';
import { createEngine, type RunResult } from './harness/index.mts';
import { World as Ocriva } from './ocriva/setup.mts';

const handwritingOcr = new HandwritingOcr();
const ocriva = new Ocriva();
const worlds = [handwritingOcr, ocriva];

beforeAll(async () => {
	const [engine, sandbox] = await Promise.all([createEngine(), startSandbox()]);
	for (const world of worlds) Object.assign(world, { engine, sandbox });
});
afterAll(async () => {
	const problems = await Promise.all(worlds.map(async (world) => await world.contractProblems()));
	await Promise.all([handwritingOcr.engine?.close(), handwritingOcr.sandbox?.stop()]);
	expect(problems.flat()).toEqual([]);
});

type Processing = 'automatic' | 'manual';

/** An account of a service, in which one document is uploaded each time. */
type Account = {
	upload: (parameters?: INodeParameters) => Promise<RunResult>;
	/** Requests that read something. */
	looks: () => Promise<JournalEntry[]>;
	clear: () => Promise<void>;
	finish: () => Promise<void>;
	/** Whether documents are finished at once or when the test says so. */
	set: (processing: Processing) => Promise<void>;
};

const fast = { clockSpeed: 20 };
const reading = (entries: JournalEntry[]) => entries.filter(({ method }) => method === 'GET');

async function openHandwritingOcr(processing: Processing): Promise<Account> {
	const account = await handwritingOcr.openAccount({ settings: { processing } });
	const { control } = handwritingOcr.sandbox;
	return {
		upload: async (parameters = {}) => {
			const input = await handwritingOcr.sampleItems('letter.png');
			return await handwritingOcr.document(account, 'upload', parameters, { ...fast, input });
		},
		looks: async () => reading(await handwritingOcr.requests(account)),
		clear: async () => await control.clearRequests(account.token),
		finish: async () => await handwritingOcr.finishAll(account, 1),
		set: async (changed) => {
			await control.updateAccount(account.token, { settings: { processing: changed } });
		},
	};
}

async function openOcriva(processing: Processing): Promise<Account> {
	const account = await ocriva.openAccount({ settings: { processing } });
	const { control } = ocriva;
	return {
		upload: async (parameters = {}) =>
			await ocriva.upload(account, parameters, {
				...fast,
				input: await ocriva.named('letter.png'),
			}),
		looks: async () => reading(await ocriva.requests(account)),
		clear: async () => await control.clearRequests(account.token),
		finish: async () => await ocriva.finishAll(account, 1),
		set: async (changed) => {
			await control.updateAccount(account.token, { settings: { processing: changed } });
		},
	};
}

/** How often one more document is looked at that is not finished within four seconds. */
async function looksWithinFourSeconds(account: Account): Promise<number> {
	await account.set('manual');
	await account.clear();
	const { items } = await account.upload({ options: { timeout: 4, onTimeout: 'return' } });
	expect(items).toMatchObject([{ json: { timedOut: true } }]);
	return (await account.looks()).length;
}

describe.each([
	['Handwriting OCR', openHandwritingOcr],
	['Ocriva', openOcriva],
])('%s', (_name, open) => {
	it('spares looks in an account whose documents take long, and in no other', async () => {
		const account = await open('manual');
		const [{ items }] = await Promise.all([
			account.upload(),
			until(async () => {
				const answered = (await account.looks()).filter(({ underWay }) => !underWay);
				return answered.length >= 4;
			}).then(account.finish),
		]);
		expect(items).toMatchObject([{ json: { status: 'processed' } }]);
		// Only the last one, before the document is given up.
		expect(await looksWithinFourSeconds(account)).toBe(1);
		expect(await looksWithinFourSeconds(await open('manual'))).toBeGreaterThan(1);
	});

	it('looks sooner in an account whose documents take no time', async () => {
		const account = await open('automatic');
		const { items } = await account.upload();
		expect(items).toMatchObject([{ json: { status: 'processed' } }]);
		const usual = await looksWithinFourSeconds(await open('manual'));
		expect(await looksWithinFourSeconds(account)).toBeGreaterThan(usual);
	});
});
