import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { inOrder } from '../../../shared/concurrency/pool';
import { InputFailure, isMissing, toFailure } from '../../../shared/core/errors';
import { counted } from '../../../shared/core/quote';
import { forEachItem } from '../../../shared/operations/forEachItem';
import { optionsProperty } from '../../../shared/operations/options';
import { hint } from '../../../shared/operations/hints';
import { outputField, outputFieldProperty } from '../../../shared/operations/outputField';
import { collection, wholeNumber } from '../../../shared/operations/parameters';
import { type NumberedPath, ownAddress, readPaths } from '../../api/paths';
import { getFile, resultPath } from '../../api/results';
import type { Operation, Run } from '../operation';
import { onProcessing, processingIdProperty } from '../processingId';
import { fileItem } from './fileAnswer';
import { subResult } from './missing';

const PROCESSINGS_AT_ONCE = 2;
const IMAGES_AT_ONCE = 3;

const pixelsOption = (side: 'Height' | 'Width'): INodeProperties => ({
	displayName: `${side} (Pixels)`,
	name: side.toLowerCase(),
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 1000,
	description: `Scale the image down to this ${side.toLowerCase()} in pixels; the proportions stay, and a smaller image stays as it is`,
});

const properties: INodeProperties[] = [
	processingIdProperty,
	{
		displayName: 'Page Number',
		name: 'pageNumber',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		hint: 'From 1; 0 gives all pages, one item each',
	},
	outputFieldProperty('image'),
	optionsProperty([pixelsOption('Height'), pixelsOption('Width')]),
];

export const downloadPageImage: Operation = {
	option: {
		name: 'Download Page Image',
		value: 'downloadPageImage',
		action: 'Download page images',
		description: 'Download the image of one page or of every page, scaled down when wanted',
	},
	properties,
	execute: async (run) =>
		await forEachItem(run.context, { concurrency: PROCESSINGS_AT_ONCE }, async (itemIndex) => {
			const { context } = run;
			const pageNumber = wholeNumber(
				context.getNodeParameter('pageNumber', itemIndex, 0),
				'Page Number',
				{ min: 0 },
			);
			const images: Images = {
				run,
				id: '',
				field: outputField(context, itemIndex),
				size: sizeOf(collection(context, 'options', itemIndex)),
			};
			return await onProcessing(context, itemIndex, async (id) =>
				pageNumber === 0
					? await allImages({ ...images, id })
					: [await singleImage({ ...images, id }, pageNumber)],
			);
		}),
};

/** What the images of one item have in common. */
interface Images {
	run: Run;
	id: string;
	field: string;
	/** `width` and `height`, as far as they are given. */
	size: IDataObject;
}

async function allImages(images: Images): Promise<INodeExecutionData[]> {
	const pages = await pagesOf(images);
	if (pages.length === 0) hint(images.run.context, `Processing ${images.id} has no page images.`);
	return await inOrder(pages, IMAGES_AT_ONCE, async (page) => await imageItem(images, page));
}

async function singleImage(images: Images, number: number): Promise<INodeExecutionData> {
	try {
		return await imageItem(images, { number, path: resultPath(images.id, 'page-images', number) });
	} catch (error) {
		if (isMissing(error)) await requirePage(images, number);
		throw toFailure(error);
	}
}

/** @throws Failure that says what there is instead of the page */
async function requirePage(images: Images, number: number): Promise<void> {
	const numbers = (await pagesOf(images)).map((page) => page.number);
	if (numbers.includes(number)) return;
	throw new InputFailure(
		`There is no page ${number}: the document has ${counted(numbers.length, 'page')}`,
		`Set "Page Number" to a number up to ${numbers.length}, or to 0 for all pages.`,
	);
}

async function pagesOf({ run: { service }, id }: Images): Promise<NumberedPath[]> {
	return readPaths(await subResult(service, id, 'page-images'), 'page-images', 1);
}

async function imageItem(
	{ run, id, field, size }: Images,
	{ number, path }: NumberedPath,
): Promise<INodeExecutionData> {
	const { service } = run;
	const address = ownAddress(path, service.client.service.baseUrl);
	const file = {
		json: { id, pageNumber: number },
		field,
		name: `${id}-page-${number}`,
		type: 'image/',
		otherwise: 'image/jpeg',
	};
	return await getFile(
		service,
		{ id, path: address, query: size },
		async (answer) => await fileItem(run, answer, file),
	);
}

function sizeOf({ width, height }: Record<string, unknown>): IDataObject {
	const pixels = (value: unknown, name: string) =>
		value === undefined || value === ''
			? undefined
			: wholeNumber(value, name, { min: 1, unit: 'pixels' });
	const size = { width: pixels(width, 'Width'), height: pixels(height, 'Height') };
	return Object.fromEntries(Object.entries(size).filter(([, value]) => value !== undefined));
}
