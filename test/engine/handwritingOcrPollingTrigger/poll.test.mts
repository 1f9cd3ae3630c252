import { HOUR, MINUTE, openPolling, SECOND, useWorld, type PollFixture } from './setup.mts';

const world = useWorld();

const one = async (fixture: PollFixture, document = {}): Promise<string> => {
	const [seeded] = await fixture.seed(document);
	if (!seeded) throw new Error('the sandbox seeded nothing');
	return seeded.id;
};

it.each(['v3', 'v2'] as const)(
	'passes a document on once, when it has finished (%s)',
	async (version) => {
		const fixture = await openPolling(world, {
			version,
			before: [{ status: 'processed', fileName: 'old.png' }],
		});
		const id = await one(fixture, { fileName: 'letter.png' });
		expect(await fixture.poll()).toEqual([]);
		await fixture.finish(id);
		const run = await fixture.run();
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
		expect(await fixture.poll()).toEqual([]);
		expect(await fixture.restart()).toEqual([]);
	},
);

it('leaves alone what was finished before it was published, and watches what was not', async () => {
	const before = [
		{ status: 'processed' },
		{ status: 'failed' },
		{ id: 'inProcess1', status: 'processing' },
		{ id: 'queued0001', status: 'queued', createdAt: Date.now() - 2 * HOUR },
	];
	const fixture = await openPolling(world, { before });
	expect(await fixture.poll()).toEqual([]);
	await fixture.finish('queued0001');
	await fixture.finish('inProcess1');
	expect(await fixture.poll()).toEqual(['queued0001', 'inProcess1']);
});

it('starts with the very first document of an account', async () => {
	const fixture = await openPolling(world);
	const ids = await fixture.seedMany(3);
	expect(await fixture.poll()).toEqual(ids);
	expect(await fixture.poll()).toEqual([]);
});

it('gives the documents of one poll oldest first', async () => {
	const fixture = await openPolling(world);
	const now = Date.now();
	const documents = [5, 1, 4, 2, 3].map((place) => ({
		id: `document0${place}`,
		status: 'processed',
		createdAt: now + place * SECOND,
	}));
	await fixture.seed(...documents);
	expect(await fixture.poll()).toEqual([1, 2, 3, 4, 5].map((place) => `document0${place}`));
});

it('passes on documents that finish out of order, each when it has finished', async () => {
	const fixture = await openPolling(world);
	const now = Date.now();
	const ids = (
		await fixture.seed(...[0, 1, 2, 3].map((place) => ({ createdAt: now + place * MINUTE })))
	).map(({ id }) => id);
	const rounds: string[][] = [];
	for (const place of [2, 0, 3, 1]) {
		await fixture.finish(ids[place] ?? '');
		rounds.push(await fixture.poll());
	}
	expect(rounds).toEqual([[ids[2]], [ids[0]], [ids[3]], [ids[1]]]);
});

it('passes on a document that finishes long after newer ones have moved the cursor beyond it', async () => {
	const fixture = await openPolling(world);
	const now = Date.now();
	const late = await one(fixture, { createdAt: now });
	// The second hour's documents push it off the newest page.
	const early = await fixture.seedMany(150, now + HOUR, SECOND);
	expect(await fixture.poll()).toEqual(early);
	const others = await fixture.seedMany(150, now + 3 * HOUR, SECOND);
	expect(await fixture.poll()).toEqual(others);
	await fixture.finish(late);
	expect(await fixture.poll()).toEqual([late]);
	expect(await fixture.poll()).toEqual([]);
	expect(await fixture.restart()).toEqual([]);
});

it.each(['v3', 'v2'] as const)('tells documents of the same moment apart (%s)', async (version) => {
	const moment = Math.floor(Date.now() / SECOND) * SECOND;
	const fixture = await openPolling(world, {
		version,
		before: [{ status: 'processed', createdAt: moment }],
	});
	const first = await fixture.seedMany(3, moment, 0);
	expect((await fixture.poll()).sort()).toEqual([...first].sort());
	const waiting = await one(fixture, { createdAt: moment });
	const second = await fixture.seedMany(2, moment, 0);
	expect((await fixture.poll()).sort()).toEqual([...second].sort());
	await fixture.finish(waiting);
	expect(await fixture.poll()).toEqual([waiting]);
	expect(await fixture.poll()).toEqual([]);
});

it('takes no older document for a new one when several hundred have the same moment', async () => {
	const moment = Math.floor(Date.now() / SECOND) * SECOND - HOUR;
	const before = Array.from({ length: 450 }, () => ({ status: 'processed', createdAt: moment }));
	const fixture = await openPolling(world, {
		version: 'v2',
		before: [...before, { status: 'processed', createdAt: moment + HOUR }],
	});
	expect(await fixture.poll()).toEqual([]);
	const [id] = await fixture.seedMany(1, moment + HOUR + MINUTE);
	expect(await fixture.poll()).toEqual([id]);
});

describe('clocks that differ', () => {
	it.each([-30 * 24 * HOUR, 30 * 24 * HOUR])(
		'takes no notice of the clock of this machine (%i ms off)',
		async (off) => {
			const now = Date.now;
			Date.now = () => now() + off;
			try {
				const fixture = await openPolling(world, { before: [{ status: 'processed' }] });
				const ids = await fixture.seedMany(2, now());
				expect(await fixture.poll()).toEqual(ids);
				expect(await fixture.restart()).toEqual([]);
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
		const fixture = await openPolling(world, { before });
		expect(await fixture.seedMany(1, now).then(() => fixture.poll())).toHaveLength(1);
		const [late] = await fixture.seedMany(1, now - 5 * MINUTE);
		expect(await fixture.poll()).toEqual([late]);
	});

	it('still sees new documents after one with a date in the future', async () => {
		const now = Date.now();
		const before = Array.from({ length: 300 }, (_, index) => ({
			status: 'processed',
			createdAt: now - HOUR - index * SECOND,
		}));
		const fixture = await openPolling(world, {
			before: [...before, { status: 'processed', createdAt: now + 24 * HOUR }],
		});
		const ids = await fixture.seedMany(3, now);
		expect(await fixture.poll()).toEqual(ids);
		expect(await fixture.poll()).toEqual([]);
	});
});
