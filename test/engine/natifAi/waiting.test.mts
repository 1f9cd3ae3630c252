import { type Moment, untilLeftAlone, untilReached } from '../../support/cancelling.mts';
import { until } from '../../support/until.mts';
import { useWorld } from './setup.mts';

const world = useWorld();

const open = async () => await world.openAccount({ settings: { processing: 'manual' } });

describe('a document that is not finished in time', () => {
	it('fails with its id and that it is not lost', async () => {
		const account = await open();
		const { items } = await world.process(
			account,
			{ options: { timeout: 1 } },
			{ input: await world.sampleItems('letter.png'), onError: 'continueRegularOutput' },
		);
		const [processing] = await world.control.documents(account.token);
		expect(items).toEqual([
			{
				json: {
					error: `Document ${processing?.id} was not finished after 1 s (last status: processing)`,
					message:
						'It goes on at the service and is not lost: wait for this ID later, or raise the option "Timeout (Seconds)". Uploading it again would cost credits again.',
					details: { id: processing?.id, status: 'processing' },
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it('goes on with its id when that is wanted', async () => {
		const account = await open();
		const { items, hints } = await world.process(
			account,
			{ options: { timeout: 1, onTimeout: 'return' } },
			{ input: await world.sampleItems('letter.png') },
		);
		expect(items).toMatchObject([
			{
				json: {
					id: expect.any(String),
					fileName: 'letter.png',
					action: 'ocr',
					status: 'processing',
					timedOut: true,
					text: '',
				},
			},
		]);
		expect(hints).toHaveLength(1);
	});

	it('is never held longer by the service than there is time, and has a last look', async () => {
		const account = await open();
		await world.process(
			account,
			{ options: { timeout: 3, onTimeout: 'return' } },
			{ input: await world.sampleItems('letter.png') },
		);
		const looks = await world.requests(account, 'result');
		const [first] = looks;
		for (const { path, at } of looks) {
			const left = 3 - (Date.parse(at) - Date.parse(first?.at ?? '')) / 1_000;
			expect(Number(/wait_for=(\d+)/.exec(path)?.[1])).toBeLessThanOrEqual(Math.max(0, left));
		}
		expect(looks.at(-1)?.path).toMatch(/wait_for=0$/);
	});

	it('is found finished by the last look', async () => {
		const account = await open();
		const id = await world.seed(account);
		await world.control.addFault({ token: account.token, route: 'result', status: 202, body: {} });
		// After the first look, which the service does not hold, only the last one is left.
		const { items, error } = await world.result(account, 'get', id, {
			options: { waitForCompletion: true, timeout: 1 },
		});
		expect(error).toBeUndefined();
		expect(items).toMatchObject([{ json: { status: 'processed' } }]);
		expect((await world.requests(account, 'result')).map(({ path }) => path.slice(-1))).toEqual([
			expect.any(String),
			'0',
		]);
	});

	it('ends although the service does not answer any more', async () => {
		const account = await open();
		await world.control.addFault({
			token: account.token,
			route: 'result',
			delay: 600_000,
			times: null,
		});
		const { items } = await world.process(
			account,
			{ options: { timeout: 5, onTimeout: 'return' } },
			{ input: await world.sampleItems('letter.png'), clockSpeed: 20 },
		);
		expect(items).toMatchObject([{ json: { timedOut: true } }]);
	});
});

it('each document has its own time', async () => {
	const account = await open();
	const input = await world.manyItems(2);
	input.forEach((item, index) => (item.json = { seconds: index === 0 ? 1 : 600 }));
	const finishSecond = async () => {
		await until(async () => (await world.requests(account, 'result')).length >= 3);
		const second = (await world.control.documents(account.token)).find(
			({ fileName }) => fileName === 'letter 1.png',
		);
		await world.control.finishDocument(account.token, { id: second?.id ?? '' });
	};
	const [{ items }] = await Promise.all([
		world.process(
			account,
			{ options: { timeout: '={{ $json.seconds }}', onTimeout: 'return' } },
			{ input },
		),
		finishSecond(),
	]);
	expect(items).toMatchObject([
		{ json: { fileName: 'letter 0.png', timedOut: true } },
		{ json: { fileName: 'letter 1.png', status: 'processed' } },
	]);
});

it('asks now and then where the service holds no requests', async () => {
	const account = await open();
	await world.control.addFault({
		token: account.token,
		route: 'result',
		status: 202,
		body: {},
		times: null,
	});
	const { items } = await world.process(
		account,
		{ options: { timeout: 20, onTimeout: 'return' } },
		{ input: await world.sampleItems('letter.png'), clockSpeed: 20 },
	);
	expect(items).toMatchObject([{ json: { timedOut: true } }]);
	// One every two seconds, and a last one.
	const looks = (await world.requests(account, 'result')).length;
	expect(looks).toBeGreaterThan(1);
	expect(looks).toBeLessThanOrEqual(12);
});

describe('a cancelled run ends at once', () => {
	const underWay = (route: string): Moment => ({ route, is: 'under way' });

	it.each([
		['while it waits for documents', {}, undefined, underWay('result')],
		['while an upload is under way', {}, { route: 'process', delay: 600_000 }, underWay('process')],
		[
			'while the service asks for patience',
			{},
			{ route: 'process', status: 429, retryAfter: 240 },
			{ route: 'process', is: 'answered' as const },
		],
		['while a look hangs', {}, { route: 'result', delay: 600_000 }, underWay('result')],
		['while documents stand in line', { concurrency: 1 }, undefined, underWay('result')],
	])('%s', async (_case, options, fault, moment) => {
		const account = await open();
		if (fault) await world.control.addFault({ token: account.token, times: null, ...fault });
		const cancel = new AbortController();
		const running = world.process(
			account,
			{ options },
			{ input: await world.manyItems(4), signal: cancel.signal, onError: 'continueErrorOutput' },
		);
		const requests = async () => await world.requests(account);
		await untilReached(requests, moment);
		cancel.abort();
		const { status, items, errorItems } = await running;
		expect([status, items, errorItems]).toEqual(['canceled', [], []]);
		await untilLeftAlone(requests);
	});

	it.each([
		['getOcr', 'ocr'],
		['downloadPdf', 'pdf'],
		['downloadPageImage', 'pageImage'],
	])('while %s is under way', async (operation, route) => {
		const account = await open();
		const id = await world.seed(account);
		await world.control.addFault({ token: account.token, route, delay: 600_000 });
		const cancel = new AbortController();
		const running = world.result(account, operation, id, {}, { signal: cancel.signal });
		await untilReached(async () => await world.requests(account), underWay(route));
		cancel.abort();
		expect((await running).status).toBe('canceled');
	});
});
