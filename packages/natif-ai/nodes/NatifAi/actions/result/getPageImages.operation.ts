import { readPaths } from '../../api/paths';
import { jsonOperation } from './jsonOperation';

export const getPageImages = jsonOperation({
	option: {
		name: 'Get Page Images',
		value: 'getPageImages',
		action: 'Get paths of page images',
		description:
			'List the page images by their paths, one item per page; Download Page Image gives the images',
	},
	result: 'page-images',
	items: (body) =>
		readPaths(body, 'page-images', 1).map(({ number, path }) => ({ pageNumber: number, path })),
});
