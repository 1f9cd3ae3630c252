import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { hint } from '../../../shared/operations/hints';
import { outputField, outputFieldProperty } from '../../../shared/operations/outputField';
import { apiText, isRefusal } from '../../../shared/http/errorText';
import { foreignAnswer } from '../../../shared/http/judgeAnswer';
import { readBody } from '../../../shared/http/streams';
import { InputFailure } from '../../../shared/core/errors';
import { forEachItem } from '../../../shared/operations/forEachItem';
import { asItemJson, isObject, parseJson } from '../../../shared/core/json';
import { mediaTypeOf } from '../../../shared/core/mime';
import { textIn, wholeNumber } from '../../../shared/operations/parameters';
import { inOrder } from '../../../shared/concurrency/pool';
import { type NumberedPath, onlyPath, ownAddress, readPaths } from '../../api/paths';
import { getFile } from '../../api/results';
import type { Operation, Run } from '../operation';
import { onProcessing, processingIdProperty } from '../processingId';
import { fileItem } from './fileAnswer';
import { subResult } from './missing';

const PROCESSINGS_AT_ONCE = 2;
const PDFS_AT_ONCE = 3;

const properties: INodeProperties[] = [
	processingIdProperty,
	{
		displayName: 'Sub-PDF Number',
		name: 'subPdf',
		type: 'string',
		default: '',
		placeholder: 'e.g. 0',
		description: 'The number that Get Sub-PDFs gives; the service counts from 0',
		hint: 'Leave empty for all, one item each',
	},
	outputFieldProperty('PDF'),
];

export const downloadSubPdf: Operation = {
	option: {
		name: 'Download Sub-PDF',
		value: 'downloadSubPdf',
		action: 'Download split PDFs',
		description: 'Download one or all of the PDFs that a split made',
	},
	properties,
	execute: async (run) =>
		await forEachItem(run.context, { concurrency: PROCESSINGS_AT_ONCE }, async (itemIndex) => {
			const { context, service } = run;
			const text = textIn(context.getNodeParameter('subPdf', itemIndex, ''), 'Sub-PDF Number');
			const wanted = text === '' ? undefined : wholeNumber(text, 'Sub-PDF Number', { min: 0 });
			const field = outputField(context, itemIndex);
			return await onProcessing(context, itemIndex, async (id) => {
				// The numbers come from the list, as the sources do not agree on where they begin.
				const listed = readPaths(await subResult(service, id, 'sub-pdfs'), 'sub-pdfs', 0);
				if (listed.length === 0) hint(context, `Processing ${id} has no sub-PDFs.`);
				const chosen = wanted === undefined ? listed : [pick(listed, wanted)];
				return await inOrder(
					chosen,
					PDFS_AT_ONCE,
					async (subPdf) => await subPdfItem(run, { id, field, ...subPdf }),
				);
			});
		}),
};

function pick(listed: NumberedPath[], wanted: number): NumberedPath {
	const found = listed.find(({ number }) => number === wanted);
	if (found) return found;
	throw new InputFailure(
		`There is no sub-PDF ${wanted}: the split made ${listed.length === 0 ? 'none' : listed.map(({ number }) => number).join(', ')}`,
		'Set "Sub-PDF Number" to one of these, or leave it empty for all.',
	);
}

/**
 * The file, also where the service gives JSON with the path of it (documented; a PDF was seen).
 * Other JSON is passed on.
 */
async function subPdfItem(
	run: Run,
	file: NumberedPath & { id: string; field: string },
	mayFollow = true,
): Promise<INodeExecutionData> {
	const { service } = run;
	const { id, field, number, path } = file;
	const json = { id, subPdf: number };
	return await getFile(
		service,
		{ id, path: ownAddress(path, service.client.service.baseUrl) },
		async (answer) => {
			if (mediaTypeOf(answer.headers) !== 'application/json')
				return await fileItem(run, answer, {
					json,
					field,
					name: `${id}-${number}`,
					type: 'application/pdf',
					otherwise: 'application/pdf',
				});
			const body = parseJson(await readBody(answer.body));
			const next = mayFollow && isObject(body) ? onlyPath(body) : undefined;
			if (next !== undefined) return await subPdfItem(run, { ...file, path: next }, false);
			if (!isObject(body) || isRefusal(body) || apiText(body) !== null)
				throw foreignAnswer({ ...answer, body }, 'a PDF', service.client.service.addressHint);
			return {
				json: { ...json, ...asItemJson(body) },
			};
		},
	);
}
