import { jsonOperation } from './jsonOperation';

export const getExtractions = jsonOperation({
	option: {
		name: 'Get Extractions',
		value: 'getExtractions',
		action: 'Get extracted fields',
		description:
			'Get the extracted values, each with its confidence and its place; the operation Get gives the values alone',
	},
	result: 'extractions',
});
