import { useWorld } from './setup.mts';

const world = useWorld();

describe.each(['filesystem', 'default'] as const)('binary data mode %s', (mode) => {
	beforeAll(async () => await world.engine.useBinaryDataMode(mode));

	it.each([
		['a fixed name', 'scan'],
		['a name out of the item', '={{ $json.field }}'],
		['the name of the first file', '={{ Object.keys($binary)[0] }}'],
		['the file itself', '={{ $binary.scan }}'],
		['the file itself, of the input item', '={{ $input.item.binary.scan }}'],
		['the file of an earlier node', '={{ $("Input").item.binary.scan }}'],
	])('takes a file by %s, whole', async (_case, inputDataFieldName) => {
		const account = await world.openAccount();
		const scan = await world.sample('receipt.jpg');
		const input = [{ json: { field: 'scan' }, binary: { scan } }];
		const { items, error } = await world.document(
			account,
			'upload',
			{ inputDataFieldName, waitForCompletion: false },
			{ input },
		);
		expect(error).toBeUndefined();
		expect(items).toMatchObject([{ json: { fileName: 'receipt.jpg' } }]);
		expect(await world.requests(account, 'upload')).toMatchObject([
			{ fileName: 'receipt.jpg', fileType: 'image/jpeg', fileSize: scan.bytes },
		]);
	});

	it('takes the file of its own item when several have the same field', async () => {
		const account = await world.openAccount();
		const input = await world.sampleItems('letter.png', 'receipt.jpg', 'two-pages.pdf');
		const { items } = await world.document(
			account,
			'upload',
			{ inputDataFieldName: '={{ $binary.data }}', waitForCompletion: false },
			{ input },
		);
		expect(items.map(({ json }) => json.fileName)).toEqual([
			'letter.png',
			'receipt.jpg',
			'two-pages.pdf',
		]);
	});

	it('takes one of several files of an item', async () => {
		const account = await world.openAccount();
		const [front, back] = await Promise.all([
			world.sample('letter.png', 'page.png'),
			world.sample('receipt.jpg', 'page.png'),
		]);
		const input = [{ json: {}, binary: { front, back } }];
		await world.document(
			account,
			'upload',
			{ inputDataFieldName: '={{ $binary.back }}', waitForCompletion: false },
			{ input },
		);
		expect(await world.requests(account, 'upload')).toMatchObject([{ fileSize: back.bytes }]);
	});

	it('does not guess between files that look the same', async () => {
		const account = await world.openAccount();
		const same = async (content: string) =>
			await world.engine.binary(Buffer.from(`%PDF-${content}`), {
				fileName: 'page.png',
				mimeType: 'image/png',
			});
		const [front, back] = await Promise.all([same('front'), same('back!')]);
		const input = [{ json: {}, binary: { front, back } }];
		const { error } = await world.document(
			account,
			'upload',
			{ inputDataFieldName: '={{ $binary.back }}', waitForCompletion: false },
			{ input },
		);
		const inMemory = {
			message:
				'"Input Data Field Name" gives no file (the item has files in the fields "front", "back") [item 0]',
		};
		expect(error).toMatchObject(mode === 'default' ? inMemory : { httpCode: '415' });
		expect((await world.requests(account, 'upload')).map(({ fileSize }) => fileSize)).toEqual(
			mode === 'default' ? [] : [10],
		);
	});

	it('gives a file without a name one that says its type', async () => {
		const account = await world.openAccount();
		const {
			fileName: _fileName,
			fileExtension: _extension,
			...scan
		} = await world.sample('letter.png');
		const { items } = await world.document(
			account,
			'upload',
			{ waitForCompletion: false },
			{ input: [{ json: {}, binary: { data: scan } }] },
		);
		expect(items).toMatchObject([{ json: { fileName: 'document.png' } }]);
	});

	it('says when an expression gives no file', async () => {
		const account = await world.openAccount();
		const { error } = await world.document(
			account,
			'upload',
			{ inputDataFieldName: '={{ $json.nothing }}' },
			{ input: await world.sampleItems('letter.png') },
		);
		expect(error).toMatchObject({
			message:
				'"Input Data Field Name" gives no file (the item has a file in the field "data") [item 0]',
			description: 'Set "Input Data Field Name" to "data".',
		});
		expect(await world.requests(account)).toEqual([]);
	});
});
