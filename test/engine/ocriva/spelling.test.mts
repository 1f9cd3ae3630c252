import { until } from '../../support/until.mts';
import { useWorld } from './setup.mts';

const world = useWorld();

const names = ['Übung 7 (a).png', 'b.png', 'Größe.png'];
const fast = { clockSpeed: 20 };
const spellings = ['kept', 'latin1', 'decomposed', 'underscores'] as const;

describe.each(spellings)('where the service writes names %s', (fileNames) => {
	it.each(['inOrder', 'reversed', 'same', 'none'] as const)(
		'a batch is paired with its files, ids: %s',
		async (uploadIds) => {
			const account = await world.openAccount({ settings: { fileNames, uploadIds } });
			const input = await world.named(...names);
			const { items, error } = await world.uploadBatch(account, {}, { input, ...fast });
			expect(error).toBeUndefined();
			const records = await world.control.documents(account.token);
			expect(items.map(({ json }) => [json.id, json.fileName, json.text])).toEqual(
				records.map(({ id, fileName }, index) => [id, names[index], `text of ${fileName}, page 1`]),
			);
		},
	);

	it.each(['history', 'upload'] as const)(
		'a document is waited for, its id being that of the %s',
		async (uploadIdIs) => {
			const account = await world.openAccount({
				settings: { fileNames, uploadIdIs, search: 'pattern' },
			});
			const input = await world.named(...names.slice(0, 1));
			const { items, error } = await world.upload(account, {}, { input, ...fast });
			expect(error).toBeUndefined();
			const [record] = await world.control.documents(account.token);
			expect(items).toMatchObject([
				{ json: { id: record?.id, fileName: names[0], status: expect.any(String) } },
			]);
		},
	);
});

describe.each(['latin1', 'underscores'] as const)('where it writes names %s', (fileNames) => {
	it.each(['upload', 'uploadBatch'] as const)(
		'an %s whose answer got lost is found and not sent again',
		async (operation) => {
			const account = await world.openAccount({ settings: { fileNames, search: 'pattern' } });
			const route = operation === 'upload' ? 'upload' : 'batchUpload';
			await world.control.addFault({ token: account.token, route, reset: 'after' });
			const { items, error } = await world[operation](
				account,
				{ waitForCompletion: false },
				{ input: await world.named(...names.slice(0, operation === 'upload' ? 1 : 3)), ...fast },
			);
			expect(error).toBeUndefined();
			const records = await world.control.documents(account.token);
			expect(items.map(({ json }) => json.id)).toEqual(records.map(({ id }) => id));
			expect(await world.requests(account, route)).toHaveLength(1);
		},
	);
});

describe("another client's file", () => {
	it.each(['upload', 'uploadBatch'] as const)(
		'of the same name and another size is not taken for the lost one: %s',
		async (operation) => {
			const account = await world.openAccount();
			const route = operation === 'upload' ? 'upload' : 'batchUpload';
			await world.control.addFault({ token: account.token, route, reset: 'before' });
			const [{ items, errorItems }] = await Promise.all([
				world[operation](
					account,
					{ waitForCompletion: false },
					{ input: await world.named('scan.png'), onError: 'continueErrorOutput' },
				),
				world.seed(account, { fileName: 'scan.png', fileSize: '9', createdAt: Date.now() + 1_000 }),
			]);
			expect(items).toEqual([]);
			expect(errorItems).toMatchObject([
				{ json: { error: expect.stringMatching(/was not confirmed: /) } },
			]);
		},
	);

	it('of the same name and size with another template is not taken for it', async () => {
		const account = await world.openAccount();
		const [own, other] = [
			world.template(account, 'Plain text'),
			world.template(account, 'Full page'),
		];
		const input = await world.named('scan.png');
		const size = String(input[0]?.binary?.data?.bytes);
		await world.control.addFault({ token: account.token, route: 'upload', reset: 'before' });
		const [{ errorItems }] = await Promise.all([
			world.upload(
				account,
				{ waitForCompletion: false, templateId: own },
				{ input, onError: 'continueErrorOutput' },
			),
			world.seed(account, {
				fileName: 'scan.png',
				fileSize: size,
				templateId: other,
				createdAt: Date.now() + 1_000,
			}),
		]);
		expect(errorItems).toMatchObject([
			{ json: { error: expect.stringMatching(/was not confirmed: /) } },
		]);
	});
});

describe('where the id of an upload is not that of its record', () => {
	const busy = (count: number) =>
		Array.from({ length: count }, (_, number) => ({
			fileName: 'scan.png',
			createdAt: Date.now() + 1_000 + number,
		}));

	it.each(['newest', 'oldest'] as const)(
		'the record is found behind 230 newer ones, the %s first',
		async (order) => {
			const account = await world.openAccount({ settings: { uploadIdIs: 'upload', order } });
			const { items } = await world.upload(
				account,
				{ waitForCompletion: false },
				{ input: await world.named('scan.png') },
			);
			await world.control.seedDocuments(account.token, busy(230));
			const [own] = await world.control.documents(account.token);
			expect(items[0]?.json.id).toBe(own?.uploadId);
			const found = await world.record(account, 'get', { recordId: String(own?.uploadId) });
			expect(found.items).toMatchObject([{ json: { id: own?.id } }]);
		},
	);

	it.each(['newest', 'oldest'] as const)(
		'it is waited for behind newer ones, the %s first',
		async (order) => {
			const account = await world.openAccount({
				settings: { uploadIdIs: 'upload', order, processing: 'manual' },
			});
			const running = world.upload(
				account,
				{ options: { timeout: 60 } },
				{ input: await world.named('scan.png'), ...fast },
			);
			await until(async () => (await world.control.documents(account.token)).length > 0);
			await world.control.seedDocuments(account.token, busy(130));
			const [own] = await world.control.documents(account.token);
			await world.control.finishDocument(account.token, { id: own?.id ?? '' });
			const { items, error } = await running;
			expect(error).toBeUndefined();
			expect(items).toMatchObject([{ json: { id: own?.id } }]);
		},
	);
});
