import type { OpenedAccount } from './setup.mts';
import { useWorld } from './setup.mts';

const world = useWorld();

/** An account with so many finished documents, oldest first, a second apart. */
async function withDocuments(count: number): Promise<{ account: OpenedAccount; ids: string[] }> {
	const account = await world.openAccount();
	const start = Date.now() - (count + 60) * 1_000;
	const seeds = Array.from({ length: count }, (_, number) => ({
		fileName: `scan-${number}.png`,
		createdAt: new Date(start + number * 1_000).toISOString(),
	}));
	const ids: string[] = [];
	for (let from = 0; from < count; from += 1_000) {
		const documents = await world.sandbox.control.seedDocuments(
			account.token,
			seeds.slice(from, from + 1_000),
		);
		ids.push(...documents.map(({ id }) => id));
	}
	return { account, ids };
}

it('lists 10,000 documents, each once and newest first, with a request for 200', async () => {
	const { account, ids } = await withDocuments(10_000);
	const { items, error } = await world.document(account, 'getAll', { returnAll: true });
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => json.id)).toEqual(ids.toReversed());
	expect((await world.requests(account, 'list')).length).toBeLessThanOrEqual(51);
});

it('waits for hundreds of documents of an earlier run with one fetch each', async () => {
	const { account, ids } = await withDocuments(300);
	const input = ids.map((id) => ({ json: { id } }));
	const { items, error } = await world.document(
		account,
		'wait',
		{ documentId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } },
		{ input },
	);
	expect(error).toBeUndefined();
	expect(items.map(({ json, pairedItem }) => ({ id: json.id, pairedItem }))).toEqual(
		ids.map((id, item) => ({ id, pairedItem: { item } })),
	);
	expect(await world.requests(account, 'get')).toHaveLength(300);
});

it('downloads hundreds of files in order', async () => {
	const { account, ids } = await withDocuments(200);
	const input = ids.map((id) => ({ json: { id } }));
	const { items, error } = await world.document(
		account,
		'download',
		{ documentId: { __rl: true, mode: 'id', value: '={{ $json.id }}' }, format: 'txt' },
		{ input },
	);
	expect(error).toBeUndefined();
	expect(
		items.map(({ json, binary, pairedItem }) => ({
			id: json.id,
			file: binary?.data?.fileName,
			pairedItem,
		})),
	).toEqual(ids.map((id, item) => ({ id, file: `scan-${item}.txt`, pairedItem: { item } })));
});
