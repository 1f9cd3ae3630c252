import { fileOperation } from './fileOperation';

export const downloadPdf = fileOperation({
	option: {
		name: 'Download PDF',
		value: 'downloadPdf',
		action: 'Download searchable PDF',
		description:
			'Download a PDF of all pages with a searchable text layer, where the account has it',
	},
	result: 'pdf',
	what: 'PDF',
	kind: (id) => ({ name: id, type: 'application/pdf', otherwise: 'application/pdf' }),
});
