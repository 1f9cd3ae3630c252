import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { isOn } from '../../../shared/operations/parameters';
import { outputField, outputFieldProperty } from '../../../shared/operations/outputField';
import { readBody } from '../../../shared/http/streams';
import type { ApiAnswer } from '../../../shared/http/service';
import { foreignAnswer } from '../../../shared/http/judgeAnswer';
import { forEachItem } from '../../../shared/operations/forEachItem';
import type { NatifAi } from '../../api/client';
import { getFile, resultPath } from '../../api/results';
import type { Operation, Run } from '../operation';
import { onProcessing, processingIdProperty } from '../processingId';
import { fileItem } from './fileAnswer';
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
async function hocrOf(answer: ApiAnswer, { client }: NatifAi): Promise<string> {
	const body = await readBody(answer.body);
	if (/\bocrx?[_-]/.test(body)) return body;
	throw foreignAnswer({ ...answer, body }, 'hOCR', client.service.addressHint);
}

async function hocrItem(run: Run, itemIndex: number, id: string): Promise<INodeExecutionData> {
	const { context, service } = run;
	const field = isOn(context.getNodeParameter('asFile', itemIndex, false), 'As File')
		? outputField(context, itemIndex)
		: undefined;
	return await fetched(
		service,
		id,
		'hocr',
		async () =>
			await getFile(service, { id, path: resultPath(id, 'hocr') }, async (answer) => {
				const hocr = await hocrOf(answer, service);
				if (field === undefined) return { json: { id, hocr } };
				const file = { ...answer, body: Buffer.from(hocr) };
				return await fileItem(run, file, {
					json: { id },
					field,
					name: `${id}.html`,
					type: 'text/html',
					otherwise: 'text/html',
				});
			}),
	);
}
