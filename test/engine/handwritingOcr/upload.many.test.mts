import type { JournalEntry } from '../../../sandbox/client.mts';
import { useWorld } from './setup.mts';
import { until } from '../../support/until.mts';

const world = useWorld();

const fast = { clockSpeed: 20 };

/** The most requests that were under way at the same time. */
const atOnce = (entries: readonly JournalEntry[]): number => {
	const changes = entries.flatMap(({ at, duration }) => {
		const start = Date.parse(at);
		return [
			{ time: start, change: 1 },
			{ time: start + (duration ?? 0), change: -1 },
		];
	});
	let underWay = 0;
	return Math.max(
		...changes
			.sort((a, b) => a.time - b.time || a.change - b.change)
			.map(({ change }) => (underWay += change)),
	);
};

it.each([
	[1, 1],
	[3, 3],
	[undefined, 5],
])('sends at most so many files at once: %s', async (concurrency, most) => {
	const account = await world.openAccount({ settings: { latency: 100 } });
	const input = await Promise.all(
		Array.from(
			{ length: 12 },
			async (_, number) => (await world.sampleItems('letter.png'))[0] ?? { json: { number } },
		),
	);
	const options = concurrency === undefined ? {} : { concurrency };
	const { items } = await world.document(
		account,
		'upload',
		{ waitForCompletion: false, options },
		{ input },
	);
	expect(items).toHaveLength(12);
	const uploads = await world.requests(account, 'upload');
	expect(uploads).toHaveLength(12);
	expect(atOnce(uploads)).toBeLessThanOrEqual(most);
	expect(atOnce(uploads)).toBeGreaterThan(most > 1 ? 1 : 0);
});

it('gives results in input order, paired, when documents finish in the opposite order', async () => {
	const account = await world.openAccount({ settings: { processing: 'manual' } });
	const input = await Promise.all(
		Array.from({ length: 6 }, (_, number) => world.sample('letter.png', `letter ${number}.png`)),
	);
	const finishBackwards = async (): Promise<void> => {
		const documents = await until(async () => {
			const all = await world.sandbox.control.documents(account.token);
			return all.length === input.length && all;
		});
		const byName = documents.toSorted((a, b) => b.fileName.localeCompare(a.fileName));
		for (const { id } of byName) {
			await world.sandbox.control.clearRequests(account.token);
			await world.sandbox.control.finishDocument(account.token, { id });
			// Seen before the next one is finished.
			await until(async () =>
				(await world.requests(account)).some(
					({ path, underWay }) => path.includes(id) && !underWay,
				),
			);
		}
	};
	const [{ items, error }] = await Promise.all([
		world.document(
			account,
			'upload',
			{ output: 'pages' },
			{ ...fast, input: input.map((data) => ({ json: {}, binary: { data } })) },
		),
		finishBackwards(),
	]);
	expect(error).toBeUndefined();
	expect(items).toMatchObject(
		input.map(({ fileName }, item) => ({
			json: { fileName, text: `text of ${fileName}, page 1` },
			pairedItem: { item },
		})),
	);
});

it('takes every parameter from its own item', async () => {
	const account = await world.openAccount();
	const input = await world.sampleItems('letter.png', 'table.png', 'form.png');
	const actions = ['transcribe', 'tables', 'extractor'];
	input.forEach(
		(item, index) =>
			(item.json = {
				action: actions[index],
				extractor: index === 2 ? 'kL4mN6pQ8r' : '',
				name: `item ${index}.png`,
				seconds: 300 + index,
			}),
	);
	const parameters = {
		documentAction: '={{ $json.action }}',
		extractorId: '={{ $json.extractor }}',
		options: { fileName: '={{ $json.name }}', deleteAfter: '={{ $json.seconds }}' },
	};
	const { items, error } = await world.document(account, 'upload', parameters, { ...fast, input });
	expect(error).toBeUndefined();
	expect(items).toMatchObject([
		{ json: { fileName: 'item 0.png', action: 'transcribe' }, pairedItem: { item: 0 } },
		{ json: { fileName: 'item 1.png', action: 'tables' }, pairedItem: { item: 1 } },
		{ json: { fileName: 'item 2.png', action: 'extractor' }, pairedItem: { item: 2 } },
	]);
	const sent = (await world.requests(account, 'upload')).toSorted((a, b) =>
		String(a.fileName).localeCompare(String(b.fileName)),
	);
	expect(sent.map(({ fields }) => fields)).toEqual([
		{ action: 'transcribe', delete_after: '300' },
		{ action: 'tables', delete_after: '301' },
		{ action: 'extractor', extractor_id: 'kL4mN6pQ8r', delete_after: '302' },
	]);
});

it('looks at the list and not at each of many open documents', async () => {
	const account = await world.openAccount({ settings: { processing: 'manual' } });
	const input = await Promise.all(
		Array.from({ length: 20 }, (_, number) => world.sample('letter.png', `letter ${number}.png`)),
	);
	const listed = async () => (await world.requests(account, 'list')).length > 1;
	const [{ items }] = await Promise.all([
		world.document(
			account,
			'upload',
			{},
			{ ...fast, input: input.map((data) => ({ json: {}, binary: { data } })) },
		),
		world.finishAll(account, 20, { ready: listed }),
	]);
	expect(items).toHaveLength(20);
	// One look a document fetches its result; the few others are those while fewer than a handful
	// were open.
	expect((await world.requests(account, 'get')).length).toBeLessThan(30);
});
