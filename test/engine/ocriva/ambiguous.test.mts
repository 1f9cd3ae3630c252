import type { FaultInput } from '../../../sandbox/client.mts';
import { useWorld, type OpenedAccount } from './setup.mts';

const world = useWorld();

type Options = {
	names?: string[];
	settings?: object;
	onError?: 'continueErrorOutput';
	before?: (account: OpenedAccount) => Promise<unknown>;
};

const lose = async (
	operation: 'upload' | 'uploadBatch',
	fault: Partial<FaultInput>,
	{ names = ['letter.png'], settings = {}, before, onError = 'continueErrorOutput' }: Options = {},
) => {
	const account = await world.openAccount({ settings });
	await before?.(account);
	const route = operation === 'upload' ? 'upload' : 'batchUpload';
	await world.control.addFault({ token: account.token, route, ...fault });
	const result = await world[operation](
		account,
		{ waitForCompletion: false },
		{ input: await world.named(...names), onError, clockSpeed: 20 },
	);
	return {
		...result,
		account,
		records: await world.control.documents(account.token),
		sent: await world.requests(account, route),
	};
};

describe('an upload whose answer got lost', () => {
	it.each([
		['the connection broke', { reset: 'after' as const }],
		['the answer says 500', { status: 500, when: 'after' as const }],
		['a gateway gave up', { status: 502, html: true, when: 'after' as const }],
	])('is found in the history and not sent again: %s', async (_case, fault) => {
		const { items, errorItems, records, sent } = await lose('upload', fault);
		expect(errorItems).toEqual([]);
		expect([sent.length, records.length]).toEqual([1, 1]);
		expect(items).toMatchObject([
			{ json: { id: records[0]?.id, fileName: 'letter.png' }, pairedItem: { item: 0 } },
		]);
	});

	it('keeps its own record when others of the same name are there, by either id', async () => {
		for (const uploadIdIs of ['history', 'upload'] as const) {
			const before = async ({ token }: OpenedAccount) =>
				await world.seed({ token }, { fileName: 'same.png', createdAt: Date.now() - 3_600_000 });
			const { items, records, sent } = await lose(
				'upload',
				{ reset: 'after', skip: 1 },
				{ names: ['same.png', 'same.png', 'same.png'], settings: { uploadIdIs }, before },
			);
			expect(sent).toHaveLength(3);
			const idOf = (id: unknown) =>
				records.find((record) => record.id === id || record.uploadId === id)?.id;
			expect(new Set(items.map(({ json }) => idOf(json.id)))).toEqual(
				new Set(records.slice(1).map(({ id }) => id)),
			);
		}
	});

	it('is waited for', async () => {
		const account = await world.openAccount();
		await world.control.addFault({ token: account.token, route: 'upload', reset: 'after' });
		const { items } = await world.upload(
			account,
			{},
			{ input: await world.named('letter.png'), clockSpeed: 20 },
		);
		expect(items).toMatchObject([
			{ json: { status: 'processed', text: 'text of letter.png, page 1' } },
		]);
		expect(await world.requests(account, 'upload')).toHaveLength(1);
	});

	it.each([
		[
			'the connection broke before',
			{ reset: 'before' as const },
			'yet; after an answer that got lost it can still come within a minute.',
		],
		[
			'500 before anything was stored',
			{ status: 500 },
			', so most likely nothing was created or charged.',
		],
	])('is reported when nothing is found: %s', async (_case, fault, told) => {
		const { items, errorItems, records, sent } = await lose('upload', fault);
		expect([items, records, sent.length]).toEqual([[], [], 1]);
		expect(errorItems).toMatchObject([
			{
				json: {
					error: expect.stringMatching(/^The upload of "letter\.png" was not confirmed: /),
					message: `The service lists no such document${told.startsWith(',') ? '' : ' '}${told} It was not sent again by itself, as that could be paid twice; check with Record > Get Many, then run it again.`,
				},
			},
		]);
	});

	it('is sent again after 429 and when the connection was refused, as nothing can have been created', async () => {
		const { items, records, sent } = await lose('upload', { status: 429, retryAfter: 1 });
		expect([items.length, records.length, sent.map(({ status }) => status)]).toEqual([
			1,
			1,
			[429, 201],
		]);
	});
});

describe('a batch whose answer got lost', () => {
	const names = ['a.png', 'b.png', 'same.png', 'same.png'];

	it.each([
		['and records name no batch', {}],
		['and records name their batch', { batchInRecords: true }],
		['and the oldest are listed first', { order: 'oldest' }],
	])('is found by all its files, %s', async (_case, settings) => {
		const { items, errorItems, records, sent } = await lose(
			'uploadBatch',
			{ reset: 'after' },
			{ names, settings },
		);
		expect(errorItems).toEqual([]);
		expect([sent.length, records.length]).toEqual([1, 4]);
		expect(items.map(({ json }) => json.fileName)).toEqual(names);
		// Records of equal files are made in the same millisecond, so any of them is as good as
		// another.
		const found = new Map(items.map(({ json }) => [json.id, [json.fileName, json.batchId]]));
		expect(found).toEqual(
			new Map(
				records.map(({ id, fileName, batchId }) => [
					id,
					[fileName, 'batchInRecords' in settings ? batchId : undefined],
				]),
			),
		);
	});

	it('is told by its id where records name their batch, whatever else is new', async () => {
		const account = await world.openAccount({ settings: { batchInRecords: true } });
		await world.control.addFault({ token: account.token, route: 'batchUpload', reset: 'after' });
		const [own] = await Promise.all([
			world.uploadBatch(
				account,
				{},
				{ input: await world.named('a.png', 'b.png'), clockSpeed: 20 },
			),
			world.control.seedDocuments(account.token, [
				{ fileName: 'a.png', createdAt: Date.now() + 1_500 },
				{ fileName: 'b.png', batchId: 'anothers', createdAt: Date.now() + 1_500 },
			]),
		]);
		expect(own.error).toBeUndefined();
		const sent = (await world.control.documents(account.token)).filter(
			({ contentType }) => contentType !== null,
		);
		expect(own.items.map(({ json }) => [json.id, json.batchId])).toEqual(
			sent.map(({ id, batchId }) => [id, batchId]),
		);
	});

	it('goes on with the other batches, and waits for all', async () => {
		const account = await world.openAccount();
		await world.control.addFault({
			token: account.token,
			route: 'batchUpload',
			reset: 'after',
			skip: 1,
		});
		const { items, error } = await world.uploadBatch(
			account,
			{},
			{ input: await world.manyItems(120), clockSpeed: 20 },
		);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.text)).toEqual(
			Array.from({ length: 120 }, (_, number) => `text of page ${number}.png, page 1`),
		);
		expect((await world.requests(account, 'batchUpload')).map(({ files }) => files.length)).toEqual(
			[50, 50, 20],
		);
	});

	it('is reported when nothing is found', async () => {
		const { items, errorItems, records, sent } = await lose(
			'uploadBatch',
			{ reset: 'before' },
			{ names },
		);
		expect([items, records, sent.length]).toEqual([[], [], 1]);
		expect(errorItems).toHaveLength(4);
		expect(errorItems[3]).toMatchObject({
			json: {
				error: expect.stringMatching(
					/^The upload of a batch of 4 files \("a\.png", "b\.png", "same\.png" and others\) was not confirmed: The connection to /,
				),
				message:
					'The service lists no record of these files yet; after an answer that got lost it can still come within a minute. Nothing was sent again by itself, as that could be paid twice; check with Record > Get Many, then run it again.',
			},
			pairedItem: { item: 3 },
		});
	});

	it('is left alone when there are more new records than files', async () => {
		const account = await world.openAccount();
		await world.control.addFault({ token: account.token, route: 'batchUpload', reset: 'after' });
		const [own] = await Promise.all([
			world.uploadBatch(
				account,
				{ waitForCompletion: false },
				{
					input: await world.named('a.png', 'b.png'),
					onError: 'continueErrorOutput',
					clockSpeed: 20,
				},
			),
			world.seed(account, { fileName: 'a.png', createdAt: Date.now() + 1_500 }),
		]);
		expect(own.items).toEqual([]);
		expect(own.errorItems[0]?.json).toMatchObject({
			message: expect.stringMatching(
				/^The service lists 3 new records with these file names for the 2 files sent, so it cannot be told which are of this batch: .+\. Nothing was sent again by itself, .*continue with the operation "Record > Get"\.$/,
			),
		});
		expect(await world.requests(account, 'batchUpload')).toHaveLength(1);
	});

	it('says when the list cannot be read either', async () => {
		const account = await world.openAccount();
		await world.control.addFault({ token: account.token, route: 'batchUpload', reset: 'after' });
		await world.control.addFault({ token: account.token, route: 'list', status: 403, times: null });
		const { errorItems } = await world.uploadBatch(
			account,
			{},
			{ input: await world.named('a.png'), onError: 'continueErrorOutput', clockSpeed: 20 },
		);
		expect(errorItems[0]?.json.message).toMatch(
			/^Whether it was created is not known, as the list of records could not be read either: The API key may not do this/,
		);
	});
});
