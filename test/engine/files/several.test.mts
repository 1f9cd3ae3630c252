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
});
