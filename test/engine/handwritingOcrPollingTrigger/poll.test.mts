import { HOUR, MINUTE, openWatch, SECOND, useWorld, type Watch } from './setup.mts';

const world = useWorld();

const one = async (watch: Watch, document = {}): Promise<string> => {
	const [seeded] = await watch.seed(document);
	if (!seeded) throw new Error('the sandbox seeded nothing');
	return seeded.id;
};

it.each(['v3', 'v2'] as const)(
	'passes a document on once, when it has finished (%s)',
	async (version) => {
		const watch = await openWatch(world, {
			version,
			before: [{ status: 'processed', fileName: 'old.png' }],
		});
		const id = await one(watch, { fileName: 'letter.png' });
		expect(await watch.poll()).toEqual([]);
		await watch.finish(id);
		const run = await watch.run();
		expect(run?.items).toMatchObject([
			{
				json: {
					id,
					fileName: 'letter.png',
					action: 'transcribe',
					status: 'processed',
					text: 'text of letter.png, page 1',
				},
			},
		]);
		expect(await watch.poll()).toEqual([]);
		expect(await watch.restart()).toEqual([]);
	},
);

it('leaves alone what was finished before it was published, and watches what was not', async () => {
	const before = [
		{ status: 'processed' },
		{ status: 'failed' },
		{ id: 'inProcess1', status: 'processing' },
		{ id: 'queued0001', status: 'queued', createdAt: Date.now() - 2 * HOUR },
	];
	const watch = await openWatch(world, { before });
	expect(await watch.poll()).toEqual([]);
	await watch.finish('queued0001');
	await watch.finish('inProcess1');
	expect(await watch.poll()).toEqual(['queued0001', 'inProcess1']);
});

it('starts with the very first document of an account', async () => {
	const watch = await openWatch(world);
	const ids = await watch.seedMany(3);
	expect(await watch.poll()).toEqual(ids);
	expect(await watch.poll()).toEqual([]);
});

it('gives the documents of one poll oldest first', async () => {
	const watch = await openWatch(world);
	const now = Date.now();
	const documents = [5, 1, 4, 2, 3].map((place) => ({
		id: `document0${place}`,
		status: 'processed',
		createdAt: now + place * SECOND,
	}));
	await watch.seed(...documents);
	expect(await watch.poll()).toEqual([1, 2, 3, 4, 5].map((place) => `document0${place}`));
});

it('passes on documents that finish out of order, each when it has finished', async () => {
	const watch = await openWatch(world);
	const now = Date.now();
	const ids = (
		await watch.seed(...[0, 1, 2, 3].map((place) => ({ createdAt: now + place * MINUTE })))
	).map(({ id }) => id);
	const rounds: string[][] = [];
	for (const place of [2, 0, 3, 1]) {
		await watch.finish(ids[place] ?? '');
		rounds.push(await watch.poll());
	}
	expect(rounds).toEqual([[ids[2]], [ids[0]], [ids[3]], [ids[1]]]);
});

it('passes on a document that finishes long after newer ones have moved the cursor beyond it', async () => {
	const watch = await openWatch(world);
	const now = Date.now();
	const late = await one(watch, { createdAt: now });
	// The second hour's documents push it off the newest page.
	const early = await watch.seedMany(150, now + HOUR, SECOND);
	expect(await watch.poll()).toEqual(early);
	const others = await watch.seedMany(150, now + 3 * HOUR, SECOND);
	expect(await watch.poll()).toEqual(others);
	await watch.finish(late);
	expect(await watch.poll()).toEqual([late]);
	expect(await watch.poll()).toEqual([]);
	expect(await watch.restart()).toEqual([]);
});

it.each(['v3', 'v2'] as const)('tells documents of the same moment apart (%s)', async (version) => {
	const moment = Math.floor(Date.now() / SECOND) * SECOND;
	const watch = await openWatch(world, {
		version,
		before: [{ status: 'processed', createdAt: moment }],
	});
	const first = await watch.seedMany(3, moment, 0);
	expect((await watch.poll()).sort()).toEqual([...first].sort());
	const waiting = await one(watch, { createdAt: moment });
	const second = await watch.seedMany(2, moment, 0);
	expect((await watch.poll()).sort()).toEqual([...second].sort());
	await watch.finish(waiting);
	expect(await watch.poll()).toEqual([waiting]);
	expect(await watch.poll()).toEqual([]);
});

it('takes no older document for a new one when several hundred have the same moment', async () => {
	const moment = Math.floor(Date.now() / SECOND) * SECOND - HOUR;
	const before = Array.from({ length: 450 }, () => ({ status: 'processed', createdAt: moment }));
	const watch = await openWatch(world, {
		version: 'v2',
		before: [...before, { status: 'processed', createdAt: moment + HOUR }],
	});
	expect(await watch.poll()).toEqual([]);
	const [id] = await watch.seedMany(1, moment + HOUR + MINUTE);
	expect(await watch.poll()).toEqual([id]);
});

describe('clocks that differ', () => {
	it.each([-30 * 24 * HOUR, 30 * 24 * HOUR])(
		'takes no notice of the clock of this machine (%i ms off)',
		async (off) => {
			const now = Date.now;
			Date.now = () => now() + off;
			try {
				const watch = await openWatch(world, { before: [{ status: 'processed' }] });
				const ids = await watch.seedMany(2, now());
				expect(await watch.poll()).toEqual(ids);
				expect(await watch.restart()).toEqual([]);
			} finally {
				Date.now = now;
			}
		},
	);

	it('finds documents that show up late, with an older date than others before', async () => {
		const now = Date.now();
		const before = Array.from({ length: 300 }, (_, index) => ({
			status: 'processed',
			createdAt: now - HOUR - index * SECOND,
		}));
		const watch = await openWatch(world, { before });
		expect(await watch.seedMany(1, now).then(() => watch.poll())).toHaveLength(1);
		const [late] = await watch.seedMany(1, now - 5 * MINUTE);
		expect(await watch.poll()).toEqual([late]);
	});

	it('still sees new documents after one with a date in the future', async () => {
		const now = Date.now();
		const before = Array.from({ length: 300 }, (_, index) => ({
			status: 'processed',
			createdAt: now - HOUR - index * SECOND,
		}));
		const watch = await openWatch(world, {
			before: [...before, { status: 'processed', createdAt: now + 24 * HOUR }],
		});
		const ids = await watch.seedMany(3, now);
		expect(await watch.poll()).toEqual(ids);
		expect(await watch.poll()).toEqual([]);
	});
});
