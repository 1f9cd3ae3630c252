import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { outputField, outputFieldProperty } from '../../../shared/operations/outputField';
import { readBody } from '../../../shared/http/streams';
import type { ApiAnswer } from '../../../shared/http/apiClient';
import { forEachItem } from '../../../shared/operations/forEachItem';
import { getFile, resultPath } from '../../api/results';
import type { Operation, Run } from '../operation';
import { onProcessing, processingIdProperty } from '../processingId';
import { fileItem, notFile, typeOf } from './fileAnswer';
import { fetched } from './missing';

const AT_ONCE = 3;

const properties: INodeProperties[] = [
	processingIdProperty,
	{
		displayName: 'As File',
		name: 'asFile',
		type: 'boolean',
		default: false,
		description: 'Whether to give the hOCR as an HTML file instead of as text',
	},
	{ ...outputFieldProperty('file'), displayOptions: { show: { asFile: [true] } } },
];

export const getHocr: Operation = {
	option: {
		name: 'Get hOCR',
		value: 'getHocr',
		action: 'Get text with positions as HTML',
		description: 'Get the OCR as an HTML document, as text or as a file',
	},
	properties,
	execute: async (run) =>
		await forEachItem(
			run.context,
			{ concurrency: AT_ONCE },
			async (itemIndex) =>
				await onProcessing(run.context, itemIndex, async (id) => [
					await hocrItem(run, itemIndex, id),
				]),
		),
};

/** Login pages are HTML too, so the marks of OCR tell. */
async function hocrOf(answer: ApiAnswer): Promise<string> {
	const hocr = await readBody(answer.body);
	if (!/\bocrx?_/.test(hocr)) throw notFile(answer, typeOf(answer) || 'something else');
	return hocr;
}

async function hocrItem(run: Run, itemIndex: number, id: string): Promise<INodeExecutionData> {
	const { context, service } = run;
	const field =
		context.getNodeParameter('asFile', itemIndex, false) === true
			? outputField(context, itemIndex)
			: undefined;
	return await fetched(
		service,
		id,
		'hocr',
		async () =>
			await getFile(service, context, id, resultPath(id, 'hocr'), async (answer) => {
				if (field === undefined) return { json: { id, hocr: await hocrOf(answer) } };
				return await fileItem(run, answer, { id }, field, {
					name: `${id}.html`,
					type: 'text/html',
					otherwise: 'text/html',
				});
			}),
	);
}
