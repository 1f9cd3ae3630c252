import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PageImages } from '../../../sandbox/server/natifAi/images.mts';
import { Processings, type Processing } from '../../../sandbox/server/natifAi/processings.mts';
import { Reading } from '../../../sandbox/server/natifAi/reading.mts';
import { Runs } from '../../../sandbox/server/natifAi/runs.mts';
import { defaultSettings, settingsSchema } from '../../../sandbox/server/natifAi/settings.mts';
import { Accounts } from '../../../sandbox/server/shared/accounts.mts';
import { KeptFiles } from '../../../sandbox/server/shared/keptFiles.mts';

let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'waiting-'));
});

afterAll(() => rm(folder, { recursive: true }));

/** A processing that runs for an hour, and those who wait for it. */
async function running() {
	const files = new KeptFiles(folder);
	const accounts = new Accounts(defaultSettings, settingsSchema, files, () => 'key');
	const processings = new Processings(files);
	const runs = new Runs({
		accounts,
		processings,
		reading: new Reading('fixed', processings, new PageImages(processings)),
		processingTime: 3_600_000,
	});
	const account = await accounts.create({ token: crypto.randomUUID() });
	const processing: Processing = {
		id: crypto.randomUUID(),
		accountId: account.id,
		workflow: 'ocr',
		fileName: 'a.png',
		parameters: {},
		status: 'running',
		pageCount: 1,
		pages: [],
		results: {},
		error: null,
		mimeType: 'image/png',
		size: 1,
		credits: 0,
		duration: 0,
		createdAt: 0,
		updatedAt: 0,
	};
	await processings.add(processing);
	runs.start(account, processing);
	return { runs, account, processing };
}

const nobody = new AbortController().signal;

test('waiting ends when the caller goes away, and only for this caller', async () => {
	const { runs, processing } = await running();
	const caller = new AbortController();
	let otherWaits = true;
	const other = runs.wait(processing, 180, nobody).then(() => (otherWaits = false));
	const waiting = runs.wait(processing, 180, caller.signal);
	caller.abort();
	await waiting;
	expect({ otherWaits, status: processing.status }).toEqual({
		otherWaits: true,
		status: 'running',
	});
	runs.close();
	await other;
});

test('everybody who waits is told when the processing ends', async () => {
	const { runs, account, processing } = await running();
	const waiting = [1, 2, 3].map(() => runs.wait(processing, 180, nobody));
	runs.cancel(processing);
	await runs.settle(account, processing, { status: 'failed', error: 'x' });
	await Promise.all(waiting);
	expect(processing.status).toBe('failed');
});

test('no waiting for what has ended, for no time, or for a caller who has gone', async () => {
	const { runs, processing } = await running();
	await runs.wait(processing, 0, nobody);
	await runs.wait(processing, 180, AbortSignal.abort());
	await runs.wait({ ...processing, status: 'done' }, 180, nobody);
	expect(processing.status).toBe('running');
	runs.close();
});
