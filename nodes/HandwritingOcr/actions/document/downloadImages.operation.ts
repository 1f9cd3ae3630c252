import type { INodeExecutionData } from 'n8n-workflow';

import { inOrder } from '../../../shared/concurrency/pool';
import { Failure } from '../../../shared/core/errors';
import { baseName, nameForType } from '../../../shared/core/fileName';
import { counted } from '../../../shared/core/quote';
import { fileToItem } from '../../../shared/files/fileToItem';
import { transfer } from '../../../shared/http/resumableDownload';
import { linkMinutes, linkOption, withLink } from '../../../shared/operations/fileLink';
import { forEachItem } from '../../../shared/operations/forEachItem';
import { hint } from '../../../shared/operations/hints';
import { optionsProperty } from '../../../shared/operations/options';
import { outputField, outputFieldProperty } from '../../../shared/operations/outputField';
import { getDocument } from '../../api/documents';
import { requireDone } from '../../api/documentState';
import { getPageImage } from '../../api/images';
import type { OcrDocument } from '../../api/parse';
import { documentLocator, onDocument } from '../documentLocator';
import type { Operation, Run } from '../operation';

const DOCUMENTS_AT_ONCE = 2;
const IMAGES_AT_ONCE = 3;

export const downloadImages: Operation = {
	option: {
		name: 'Download Page Images',
		value: 'downloadImages',
		action: 'Download page images',
		description: 'Download an image of each page, one item per page',
	},
	properties: [documentLocator, outputFieldProperty('image'), optionsProperty([linkOption])],
	execute: async (run) =>
		await forEachItem(run.context, { concurrency: DOCUMENTS_AT_ONCE }, async (itemIndex) => {
			const target: Target = {
				field: outputField(run.context, itemIndex),
				minutes: linkMinutes(run.context, itemIndex),
			};
			return await onDocument(
				run.context,
				itemIndex,
				async (id) => await imagesOf(run, await getDocument(run.service, id), target),
			);
		}),
};

/** Where an image goes, and for how long a link leads to it. */
interface Target {
	field: string;
	minutes: number | undefined;
}

async function imagesOf(
	run: Run,
	document: OcrDocument,
	target: Target,
): Promise<INodeExecutionData[]> {
	requireDone(document);
	const { id, thumbnails, pageCount, status } = document;
	if (thumbnails.length === 0)
		throw new Failure(
			`The service offers no page images for document ${id}`,
			'Page images are documented for transcriptions of the v3 API; for other documents they may be missing.',
		).with({ id, status });
	if (pageCount !== null && thumbnails.length < pageCount)
		hint(
			run.context,
			`The service offers ${counted(thumbnails.length, 'page image')} for the ${pageCount} pages of document ${id}.`,
		);
	return await inOrder(thumbnails, IMAGES_AT_ONCE, async (thumbnail) =>
		withLink(run.context, await imageItem(run, document, thumbnail, target.field), target),
	);
}

async function imageItem(
	run: Run,
	{ id, fileName, pageCount }: OcrDocument,
	{ pageNumber, url }: OcrDocument['thumbnails'][number],
	field: string,
): Promise<INodeExecutionData> {
	const { context, service } = run;
	const host = new URL(url, service.client.service.baseUrl).host;
	return await transfer(
		async () => await getPageImage(context, service, url),
		async ({ body, mimeType }) => {
			const name = nameForType(`${baseName(fileName ?? id)}-page-${pageNumber}`, mimeType);
			const item = { json: { id, fileName, pageCount, pageNumber } };
			return await fileToItem(context, item, { field, content: body, name, mimeType });
		},
		{ host, signal: context.getExecutionCancelSignal() },
	);
}
