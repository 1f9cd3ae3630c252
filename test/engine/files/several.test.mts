import type { INodeExecutionData } from 'n8n-workflow';
import { OPERATIONS, sample, useUploads } from './setup.mts';

const uploads = useUploads();

describe.each(OPERATIONS)('%s', (operation) => {
	const item = async (...fields: string[]): Promise<INodeExecutionData> => ({
		json: { id: 7 },
		binary: Object.fromEntries(
			await Promise.all(
				fields.map(async (field) => [
					field,
					await uploads.file(sample('letter.png'), { fileName: `${field}.png` }),
				]),
			),
		),
	});

	it('takes the only file of an item while the parameter has its default', async () => {
		const { error, files, items } = await uploads.send(operation, [
			await item('Your_scan'),
			await item('attachment_0'),
		]);
		expect(error).toBeUndefined();
		expect(files.map(({ name }) => name)).toEqual(['Your_scan.png', 'attachment_0.png']);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});

	it('does not choose among several files by itself', async () => {
		const { error, files } = await uploads.send(operation, [await item('scan_0', 'scan_1')]);
		expect(error).toMatchObject({
			message:
				'The item has no file in the field "data" (it has files in the fields "scan_0", "scan_1") [item 0]',
			description:
				'Set "Input Data Field Name" to "scan_0", to several fields with commas between them, or to * for all files of the item.',
		});
		expect(files).toEqual([]);
	});

	it('keeps to a name that was chosen', async () => {
		const { error, files } = await uploads.send(operation, [await item('scan')], {
			inputDataFieldName: 'page',
		});
		expect(error).toMatchObject({ description: 'Set "Input Data Field Name" to "scan".' });
		expect(files).toEqual([]);
	});

	it('says what to do where there is no file', async () => {
		const { error, files } = await uploads.send(operation, [{ json: {} }]);
		expect(error).toMatchObject({
			message: 'The item has no file in the field "data" (it has no file at all) [item 0]',
			description: `Put a node before this one that provides the file, for example Read/Write Files from Disk or HTTP Request${operation.endsWith('Batch') ? '' : ', or set "Input Source" to URL'}.`,
		});
		expect(files).toEqual([]);
	});

	it.each([
		['no name', { fileName: null, fileExtension: null }],
		['a number as its name', { fileName: 7 }],
	])('takes a file with %s', async (_case, odd) => {
		const file = await uploads.file(sample('letter.png'), { fileName: 'letter.png' });
		const input = [{ json: {}, binary: { data: { ...file, ...odd } } }];
		const { error, files } = await uploads.send(operation, JSON.parse(JSON.stringify(input)));
		expect(error).toBeUndefined();
		expect(files.map(({ name }) => name)).toEqual(['document.png']);
	});

	it('says that a file whose content is a number is empty', async () => {
		const input = [{ json: {}, binary: { data: { data: 5, mimeType: 'image/png' } } }];
		const { error, files } = await uploads.send(operation, JSON.parse(JSON.stringify(input)));
		expect(error?.message).toBe('The file "document" is empty (0 bytes) [item 0]');
		expect(files).toEqual([]);
	});

	it.each([
		['two names', 'scan_0, scan_2', ['scan_0', 'scan_2']],
		['names in another order', 'scan_2,scan_0', ['scan_2', 'scan_0']],
		['commas too many', ',scan_0,,', ['scan_0']],
		['a beginning', 'scan_*', ['scan_0', 'scan_1', 'scan_2']],
		['everything', '*', ['scan_0', 'scan_1', 'scan_2', 'notes']],
		['a name and a beginning', 'notes, scan_*', ['notes', 'scan_0', 'scan_1', 'scan_2']],
		['a file twice', 'scan_1, scan_*, scan_1', ['scan_1', 'scan_0', 'scan_2']],
		['a beginning that nothing has', 'scan_0, page_*', ['scan_0']],
		['a list by an expression', '={{ ["scan_1", "notes"] }}', ['scan_1', 'notes']],
		['names by an expression', '={{ Object.keys($binary).slice(1, 3) }}', ['scan_1', 'scan_2']],
		['files by an expression', '={{ [$binary.scan_1, $binary.notes] }}', ['scan_1', 'notes']],
		['all files by an expression', '={{ $binary }}', ['scan_0', 'scan_1', 'scan_2', 'notes']],
	])('takes several files of an item: %s', async (_case, inputDataFieldName, fields) => {
		for (const mode of ['filesystem', 'default'] as const) {
			await uploads.engine.useBinaryDataMode(mode);
			const input = [
				await item('scan_0', 'scan_1', 'scan_2', 'notes'),
				await item('scan_0', 'scan_1', 'scan_2', 'notes'),
			];
			const { error, files, items } = await uploads.send(operation, input, { inputDataFieldName });
			expect(error).toBeUndefined();
			const names = fields.map((field) => `${field}.png`);
			expect(files.map(({ name }) => name).sort()).toEqual([...names, ...names].sort());
			expect(items.map(({ json, pairedItem }) => [json.fileName, pairedItem])).toEqual([
				...names.map((name) => [name, { item: 0 }]),
				...names.map((name) => [name, { item: 1 }]),
			]);
		}
	});

	if (!operation.endsWith('Batch'))
		it('numbers the files of an item that are given a name', async () => {
			const { files } = await uploads.send(operation, [await item('front', 'back')], {
				inputDataFieldName: '*',
				options: { fileName: 'Rechnung 12/2024.pdf' },
			});
			expect(files.map(({ name }) => name).sort()).toEqual([
				'Rechnung 12_2024-1.png',
				'Rechnung 12_2024-2.png',
			]);
		});

	it.each([
		['a name that is missing', 'scan_0, page', 'The item has no file in the field "page"'],
		['a beginning that nothing has', 'page_*', 'The item has no file in the field "page_*"'],
		['nothing', '={{ "" }}', '"Input Data Field Name" gives no file'],
		['an empty list', '={{ [] }}', '"Input Data Field Name" gives no file'],
		['commas alone', '={{ " , " }}', 'The item has no file in the field ","'],
	])(
		'sends nothing of an item without all files: %s',
		async (_case, inputDataFieldName, message) => {
			const { error, files } = await uploads.send(operation, [await item('scan_0', 'scan_1')], {
				inputDataFieldName,
			});
			expect(error?.message.startsWith(message)).toBe(true);
			expect(error).toMatchObject({ description: expect.stringContaining('"scan_0"') });
			expect(files).toEqual([]);
		},
	);

	it('takes a field whose own name holds a comma or a star', async () => {
		const input = [await item('a, b', 'a', 'b', 'c*')];
		for (const [inputDataFieldName, name] of [
			['a, b', 'a, b.png'],
			['c*', 'c*.png'],
		] as const) {
			const { files } = await uploads.send(operation, input, { inputDataFieldName });
			expect(files.map((file) => file.name)).toEqual([name]);
		}
	});
});

describe('with "Execution Logic v2" files stand in the JSON of an item', () => {
	const settings = { binaryMode: 'combined' } as const;

	describe.each(OPERATIONS)('%s', (operation) => {
		beforeAll(async () => await uploads.engine.useBinaryDataMode('filesystem'));

		const page = async (name: string) =>
			await uploads.file(sample('letter.png'), { fileName: `${name}.png` });

		it.each([
			['the default', {}, ['data.png']],
			['a name', { inputDataFieldName: 'scan' }, ['scan.png']],
			['a path as n8n has it', { inputDataFieldName: '_files.scan' }, ['scan.png']],
			['several', { inputDataFieldName: 'scan, data' }, ['scan.png', 'data.png']],
			['everything', { inputDataFieldName: '*' }, ['data.png', 'scan.png']],
			['an expression', { inputDataFieldName: '={{ $json._files.scan }}' }, ['scan.png']],
			[
				'all by an expression',
				{ inputDataFieldName: '={{ $json._files }}' },
				['data.png', 'scan.png'],
			],
		])('by %s', async (_case, parameters, names) => {
			const binary = { data: await page('data'), scan: await page('scan') };
			const result = await uploads.send(operation, [{ json: { id: 7 }, binary }], parameters, {
				settings,
			});
			expect(result.error).toBeUndefined();
			expect(result.files.map(({ name }) => name)).toEqual(names);
		});

		it('takes an only file by the default', async () => {
			const input = [{ json: {}, binary: { Your_scan: await page('Your_scan') } }];
			const { error, files } = await uploads.send(operation, input, {}, { settings });
			expect(error).toBeUndefined();
			expect(files.map(({ name }) => name)).toEqual(['Your_scan.png']);
		});

		it('takes the files of a form, which stand under its labels', async () => {
			const json = {
				'Your scan': await page('scan'),
				'All pages': [await page('one'), await page('two')],
				pages: { nested: await page('nested') },
			};
			for (const [inputDataFieldName, names] of [
				['Your scan', ['scan.png']],
				['All pages', ['one.png', 'two.png']],
				['All pages_1', ['two.png']],
				['pages.nested', ['nested.png']],
				['={{ $json["All pages"] }}', ['one.png', 'two.png']],
			] as const) {
				const result = await uploads.send(
					operation,
					[{ json }],
					{ inputDataFieldName },
					{ settings },
				);
				expect(result.error).toBeUndefined();
				expect(result.files.map(({ name }) => name)).toEqual(names);
			}
		});

		it('says which files there are', async () => {
			const binary = { front: await page('front'), back: await page('back') };
			const { error } = await uploads.send(operation, [{ json: {}, binary }], {}, { settings });
			expect(error).toMatchObject({
				message:
					'The item has no file in the field "data" (it has files in the fields "front", "back") [item 0]',
			});
		});
	});
});
