import { useWorld } from './setup.mts';

const world = useWorld();

const twice = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 };
const wordsOf = (names: string[]) => names.map((name) => `text of ${name}, page 1`);

describe('Retry On Fail', () => {
	it.each(['upload', 'uploadBatch'] as const)(
		'does not send again what may have been paid, by %s',
		async (operation) => {
			const account = await world.openAccount();
			const route = operation === 'upload' ? 'upload' : 'batchUpload';
			await world.control.addFault({ token: account.token, route, reset: 'before' });
			const { error } = await world[operation](
				account,
				{},
				{ ...twice, input: await world.named('letter.png'), clockSpeed: 20 },
			);
			expect(error?.message).toMatch(/was not confirmed/);
			expect(await world.requests(account, route)).toHaveLength(1);
		},
	);

	it('sends what was refused, and waits for what was uploaded', async () => {
		const account = await world.openAccount();
		await world.control.addFault({ token: account.token, route: 'upload', skip: 1, status: 402 });
		const names = ['a.png', 'b.png', 'c.png'];
		const { error, items } = await world.upload(
			account,
			{ options: { concurrency: 1 } },
			{ ...twice, input: await world.named(...names), clockSpeed: 20 },
		);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.text)).toEqual(wordsOf(names));
		expect((await world.requests(account, 'upload')).map(({ fileName }) => fileName)).toEqual([
			'a.png',
			'b.png',
			'b.png',
			'c.png',
		]);
	});

	it('sends the batches that were not taken, and waits for the others', async () => {
		const account = await world.openAccount();
		await world.control.addFault({
			token: account.token,
			route: 'batchUpload',
			skip: 1,
			status: 402,
		});
		const { error, items } = await world.uploadBatch(
			account,
			{},
			{ ...twice, input: await world.manyItems(120), clockSpeed: 20 },
		);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.text)).toEqual(
			wordsOf(Array.from({ length: 120 }, (_, number) => `page ${number}.png`)),
		);
		expect(
			(await world.requests(account, 'batchUpload')).map(({ files, status }) => [
				files.length,
				status,
			]),
		).toEqual([
			[50, 201],
			[50, 402],
			[50, 201],
			[20, 201],
		]);
		expect(await world.control.documents(account.token)).toHaveLength(120);
	});

	it('sends a document that could not be read no second time, as its credits do not come back', async () => {
		const account = await world.openAccount();
		const { error } = await world.uploadBatch(
			account,
			{},
			{ ...twice, input: await world.named('good.png', 'will fail.png'), clockSpeed: 20 },
		);
		expect(error?.message).toMatch(/could not be processed/);
		expect((await world.requests(account, 'batchUpload')).map(({ files }) => files.length)).toEqual(
			[2],
		);
	});

	it('does not pay again for a file that can never be read', async () => {
		const account = await world.openAccount();
		const { error } = await world.upload(
			account,
			{},
			{ ...twice, maxTries: 5, input: await world.named('will fail.png'), clockSpeed: 20 },
		);
		expect(error?.message).toMatch(/could not be processed/);
		expect(await world.requests(account, 'upload')).toHaveLength(1);
	});
});
