import { jsonOperation } from './jsonOperation';

export const getOcr = jsonOperation({
	option: {
		name: 'Get OCR',
		value: 'getOcr',
		action: 'Get text with positions',
		description: 'Get the text of each page, and each word with its place on the page',
	},
	result: 'ocr',
});
