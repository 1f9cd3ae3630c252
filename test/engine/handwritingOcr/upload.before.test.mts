import type { INodeParameters } from 'n8n-workflow';
import { useWorld, type OpenedAccount, type RunOptions } from './setup.mts';

const world = useWorld();

const FINGERPRINTED = /^(.+)-ocr[a-z2-7]{16}(\.\w+)$/;

async function upload(
	account: OpenedAccount,
	options: INodeParameters,
	{ parameters = {}, ...spec }: RunOptions & { parameters?: INodeParameters } = {},
) {
	return await world.document(
		account,
		'upload',
		{ ...parameters, options },
		{ clockSpeed: 20, ...spec },
	);
}

const sentNames = async (account: OpenedAccount) =>
	(await world.requests(account, 'upload')).map(({ fileName }) => fileName ?? '');

describe('If File Was Uploaded Before', () => {
	it('uses the earlier result, for no credits and under the name of this file', async () => {
		const account = await world.openAccount({ balance: 10 });
		const input = await world.sampleItems('letter.png', 'form.png');
		const first = await upload(account, { ifUploadedBefore: 'reuse' }, { input });
		expect(first.items.map(({ json }) => [json.fileName, json.reused])).toEqual([
			['letter.png', undefined],
			['form.png', undefined],
		]);
		expect((await sentNames(account)).map((name) => name.replace(FINGERPRINTED, '$1$2'))).toEqual(
			expect.arrayContaining(['letter.png', 'form.png']),
		);
		const renamed = { json: {}, binary: { data: await world.sample('letter.png', 'copy.png') } };
		const again = await upload(account, { ifUploadedBefore: 'reuse' }, { input: [renamed] });
		expect(again.items).toMatchObject([
			{
				json: {
					id: first.items[0]?.json.id,
					fileName: 'copy.png',
					text: first.items[0]?.json.text,
					reused: true,
				},
			},
		]);
		expect(await sentNames(account)).toHaveLength(2);
	});

	it('waits for an earlier upload that is still being read', async () => {
		const account = await world.openAccount({ settings: { processing: 'manual' } });
		const input = await world.sampleItems('letter.png');
		const begun = await upload(
			account,
			{ ifUploadedBefore: 'reuse' },
			{ input, parameters: { waitForCompletion: false } },
		);
		expect(begun.items).toMatchObject([{ json: { fileName: 'letter.png', status: 'queued' } }]);
		const finished = world.finishAll(account, 1, {
			ready: async () => (await world.requests(account, 'get')).length > 0,
		});
		const { items } = await upload(account, { ifUploadedBefore: 'reuse' }, { input });
		await finished;
		expect(items).toMatchObject([
			{ json: { id: begun.items[0]?.json.id, status: 'processed', reused: true } },
		]);
	});

	it('sends equal files of one run once', async () => {
		const account = await world.openAccount();
		const input = await world.sampleItems('letter.png', 'letter.png', 'letter.png');
		const { items } = await upload(account, { ifUploadedBefore: 'reuse' }, { input });
		expect(await sentNames(account)).toHaveLength(1);
		expect(new Set(items.map(({ json }) => json.id)).size).toBe(1);
		expect(items.map(({ json }) => json.reused).filter(Boolean)).toHaveLength(2);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
	});

	it('skips files that were uploaded before, and says how many', async () => {
		const account = await world.openAccount();
		const both = await world.sampleItems('letter.png', 'form.png');
		await upload(account, { ifUploadedBefore: 'skip' }, { input: both });
		const more = await world.sampleItems('letter.png', 'table.png', 'form.png');
		const { items, hints } = await upload(account, { ifUploadedBefore: 'skip' }, { input: more });
		expect(items).toMatchObject([{ json: { fileName: 'table.png' }, pairedItem: { item: 1 } }]);
		expect(hints.map(({ message }) => message)).toEqual([
			'2 files were skipped, as uploaded before.',
		]);
		expect(await sentNames(account)).toHaveLength(3);
	});

	it('reads a file again for another result, and after a failure or a deletion', async () => {
		const account = await world.openAccount();
		const input = await world.sampleItems('table.png');
		const reuse = { ifUploadedBefore: 'reuse' };
		const [text] = (await upload(account, reuse, { input })).items;
		const tables = { parameters: { documentAction: 'tables' } };
		const [table] = (await upload(account, reuse, { input, ...tables })).items;
		expect(table?.json.id).not.toBe(text?.json.id);
		await world.document(account, 'delete', { documentId: String(text?.json.id) });
		const [anew] = (await upload(account, reuse, { input })).items;
		expect(anew?.json).not.toHaveProperty('reused');
		expect(await sentNames(account)).toHaveLength(3);
	});

	it('leaves a name that only looks like one of ours as it is', async () => {
		const account = await world.openAccount();
		const name = 'letter-ocrabcdefghijklmnop.png';
		const input = [{ json: {}, binary: { data: await world.sample('letter.png', name) } }];
		const { items } = await upload(account, { ifUploadedBefore: 'reuse' }, { input });
		expect(items).toMatchObject([{ json: { fileName: name } }]);
		const plain = await upload(account, {}, { input });
		expect(plain.items).toMatchObject([{ json: { fileName: name } }]);
		expect(await sentNames(account)).toEqual([
			expect.stringMatching(/^letter-ocrabcdefghijklmnop-ocr[a-z2-7]{16}\.png$/),
			name,
		]);
	});

	// In capitals a fingerprint is none any more.
	it.each([
		['latin1', true],
		['decomposed', true],
		['underscores', true],
		['capitals', undefined],
	] as const)(
		'knows a file again under a name that the service respelled, or uploads it: %s',
		async (fileNames, reused) => {
			const account = await world.openAccount({ settings: { fileNames } });
			const name = 'Übung 7-ocrabcdefghijklmnop (a).png';
			const input = [{ json: {}, binary: { data: await world.sample('letter.png', name) } }];
			for (const isKnown of [undefined, reused]) {
				const { items } = await upload(account, { ifUploadedBefore: 'reuse' }, { input });
				expect(items.map(({ json }) => [json.fileName, json.reused])).toEqual([[name, isKnown]]);
			}
			expect(await sentNames(account)).toHaveLength(reused ? 1 : 2);
		},
	);

	it('shows the name without the fingerprint wherever a document is named, but in Raw', async () => {
		const account = await world.openAccount();
		const input = await world.sampleItems('letter.png');
		const { items } = await upload(account, { ifUploadedBefore: 'reuse' }, { input });
		const documentId = String(items[0]?.json.id);
		const get = await world.document(account, 'get', { documentId });
		expect(get.items).toMatchObject([{ json: { fileName: 'letter.png' } }]);
		const list = await world.document(account, 'getAll');
		expect(list.items).toMatchObject([{ json: { fileName: 'letter.png' } }]);
		const file = await world.document(account, 'download', { documentId, format: 'txt' });
		expect(file.items).toMatchObject([{ binary: { data: { fileName: 'letter.txt' } } }]);
		const raw = await world.document(account, 'get', { documentId, output: 'raw' });
		expect(raw.items[0]?.json.file_name).toMatch(FINGERPRINTED);
	});

	it('asks for the list as seldom as the account allows', async () => {
		const account = await world.openAccount();
		const old = Array.from({ length: 150 }, (_, index) => ({ fileName: `old ${index}.png` }));
		await world.sandbox.control.seedDocuments(account.token, old);
		const input = await world.sampleItems('letter.png', 'form.png', 'table.png');
		await upload(account, { ifUploadedBefore: 'reuse' }, { input });
		await world.sandbox.control.clearRequests(account.token);
		const { items } = await upload(account, { ifUploadedBefore: 'reuse' }, { input });
		expect(items.map(({ json }) => json.reused)).toEqual([true, true, true]);
		expect(await world.requests(account, 'list')).toHaveLength(1);
		expect(await world.requests(account, 'upload')).toEqual([]);
	});

	it('looks through the newest 1,000 documents, and says so when there are more', async () => {
		const account = await world.openAccount();
		const input = await world.sampleItems('letter.png');
		await upload(account, { ifUploadedBefore: 'reuse' }, { input });
		const newer = Array.from({ length: 1_000 }, (_, index) => ({ fileName: `new ${index}.png` }));
		await world.sandbox.control.seedDocuments(account.token, newer);
		await world.sandbox.control.clearRequests(account.token);
		const { items, hints } = await upload(account, { ifUploadedBefore: 'reuse' }, { input });
		expect(items[0]?.json).not.toHaveProperty('reused');
		expect((await world.requests(account, 'list')).length).toBe(5);
		expect(hints.map(({ message }) => message)).toEqual([
			expect.stringContaining('the newest 1,000 documents'),
		]);
	});

	it.each([
		[0, 2],
		[900, 5],
	])(
		'gives 100 files beside %d newer documents for nothing, with few requests',
		async (newer, most) => {
			const account = await world.openAccount();
			const input = await Promise.all(
				Array.from(
					{ length: 100 },
					async (_, index) => await world.fileItem(`%PDF-1.7 ${index}`, `${index}.pdf`),
				),
			);
			await upload(account, { ifUploadedBefore: 'reuse', concurrency: 50 }, { input });
			const others = Array.from({ length: newer }, (_, index) => ({
				fileName: `new ${index}.png`,
			}));
			await world.sandbox.control.seedDocuments(account.token, others);
			await world.sandbox.control.clearRequests(account.token);
			const { items } = await upload(account, { ifUploadedBefore: 'reuse' }, { input });
			expect(items.map(({ json }) => json.reused)).toEqual(input.map(() => true));
			const requests = await world.requests(account);
			expect(requests.filter(({ route }) => route === 'upload')).toEqual([]);
			expect(requests.length - input.length).toBeLessThanOrEqual(most);
		},
	);

	it('does not delete what it wants to use again', async () => {
		const account = await world.openAccount();
		const input = await world.sampleItems('letter.png');
		const { error } = await upload(
			account,
			{ ifUploadedBefore: 'reuse', deleteWhenDone: true },
			{ input },
		);
		expect(error?.message).toContain('"Delete When Done"');
		expect(await world.requests(account)).toEqual([]);
	});

	it('sends nothing when the list cannot be read', async () => {
		const account = await world.openAccount();
		await world.sandbox.control.addFault({ token: account.token, route: 'list', status: 401 });
		const input = await world.sampleItems('letter.png');
		const { error } = await upload(account, { ifUploadedBefore: 'reuse' }, { input });
		expect(error).toBeDefined();
		expect(await world.requests(account, 'upload')).toEqual([]);
	});
});
