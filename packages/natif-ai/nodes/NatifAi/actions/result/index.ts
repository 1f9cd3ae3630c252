import type { Resource } from '../operation';
import { downloadPageImage } from './downloadPageImage.operation';
import { downloadPdf } from './downloadPdf.operation';
import { downloadSubPdf } from './downloadSubPdf.operation';
import { downloadThumbnail } from './downloadThumbnail.operation';
import { get } from './get.operation';
import { getDocumentSplitting } from './getDocumentSplitting.operation';
import { getExtractions } from './getExtractions.operation';
import { getHocr } from './getHocr.operation';
import { getOcr } from './getOcr.operation';
import { getPageImages } from './getPageImages.operation';
import { getSubPdfs } from './getSubPdfs.operation';

export const result: Resource = {
	option: { name: 'Result', value: 'result' },
	operations: [
		downloadPageImage,
		downloadPdf,
		downloadSubPdf,
		downloadThumbnail,
		get,
		getDocumentSplitting,
		getExtractions,
		getHocr,
		getOcr,
		getPageImages,
		getSubPdfs,
	],
	start: 'get',
};
