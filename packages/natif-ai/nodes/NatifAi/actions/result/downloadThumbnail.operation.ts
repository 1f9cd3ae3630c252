import { fileOperation } from './fileOperation';

export const downloadThumbnail = fileOperation({
	option: {
		name: 'Download Thumbnail',
		value: 'downloadThumbnail',
		action: 'Download thumbnail',
		description: 'Download a small image of the first page',
	},
	result: 'thumbnail',
	what: 'image',
	kind: (id) => ({ name: `${id}-thumbnail`, type: 'image/', otherwise: 'image/jpeg' }),
});
