import type { Resource } from '../operation';
import { download } from './download.operation';
import { downloadImages } from './downloadImages.operation';
import { estimate } from './estimate.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { remove } from './delete.operation';
import { upload } from './upload.operation';
import { wait } from './wait.operation';

export const document: Resource = {
	option: { name: 'Document', value: 'document' },
	operations: [remove, download, downloadImages, get, getAll, upload, wait, estimate],
	start: 'upload',
};
