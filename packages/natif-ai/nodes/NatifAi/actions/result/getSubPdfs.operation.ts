import { readPaths } from '../../api/paths';
import { jsonOperation } from './jsonOperation';

export const getSubPdfs = jsonOperation({
	option: {
		name: 'Get Sub-PDFs',
		value: 'getSubPdfs',
		action: 'Get paths of split PDFs',
		description:
			'List the PDFs that a split made by number and path, one item each; Download Sub-PDF gives the files',
	},
	result: 'sub-pdfs',
	items: (body) =>
		readPaths(body, 'sub-pdfs', 0).map(({ number, path }) => ({ subPdf: number, path })),
});
