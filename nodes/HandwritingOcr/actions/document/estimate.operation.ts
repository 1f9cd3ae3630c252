import type { INodeExecutionData } from 'n8n-workflow';

import { countPages } from '../../../shared/files/pageCount';
import type { InputFile } from '../../../shared/http/multipart';
import { forEachItem } from '../../../shared/operations/forEachItem';
import {
	allowPrivateAddressesOption,
	fileNameOption,
	inputFiles,
	inputProperties,
} from '../../../shared/operations/inputFile';
import { optionsProperty } from '../../../shared/operations/options';
import { collection, textIn } from '../../../shared/operations/parameters';
import { concurrencyOf, concurrencyOption } from '../../../shared/operations/waitOptions';
import { LARGEST_FILE } from '../../api/documents';
import type { Operation } from '../operation';
import { TAKES } from './upload.properties';

export const estimate: Operation = {
	option: {
		name: 'Estimate',
		value: 'estimate',
		action: 'Estimate pages and credits of file',
		description: 'Count the pages of a file and what they would cost; nothing is sent',
	},
	properties: [
		...inputProperties(TAKES),
		optionsProperty([allowPrivateAddressesOption, concurrencyOption, fileNameOption]),
	],
	execute: async ({ context }) =>
		await forEachItem(context, { concurrency: concurrencyOf(context) }, async (itemIndex) => {
			const { fileName } = collection(context, 'options', itemIndex);
			const settings = { fileName: textIn(fileName, 'File Name'), limitBytes: LARGEST_FILE };
			const items: INodeExecutionData[] = [];
			for (const file of await inputFiles(context, itemIndex, settings))
				items.push({ json: await estimateOf(file) });
			return items;
		}),
};

/** A page costs one credit (documented); null where the pages cannot be counted. */
async function estimateOf(file: InputFile): Promise<INodeExecutionData['json']> {
	const { name, mimeType, size } = file;
	const content = await file.open();
	const pages = await countPages(content instanceof Uint8Array ? [content] : content);
	return { fileName: name, fileType: mimeType, fileSize: size, pages, credits: pages };
}
