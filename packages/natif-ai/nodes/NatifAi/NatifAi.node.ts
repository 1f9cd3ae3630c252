import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { properties, route } from './actions/router';
import { searchWorkflows } from './methods/searchWorkflows';

export class NatifAi implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Natif.ai',
		name: 'natifAi',
		icon: { light: 'file:../../icons/natifAi.svg', dark: 'file:../../icons/natifAi.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ ({ downloadPageImage: "Page images", downloadPdf: "PDF", downloadSubPdf: "Sub-PDFs", downloadThumbnail: "Thumbnail", get: "Get", getAll: "Get many", getDocumentSplitting: "Document splitting", getExtractions: "Extractions", getHocr: "hOCR", getOcr: "OCR", getPageImages: "List of page images", getSubPdfs: "List of sub-PDFs", getUsage: "Usage", process: "Process" })[$parameter["operation"]] + ": " + $parameter["resource"] }}',
		description: 'Process documents with Natif.ai workflows: OCR, data extraction, splitting',
		defaults: { name: 'Natif.ai' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'natifAiApi', required: true }],
		properties,
	};

	methods = { listSearch: { searchWorkflows } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await route.call(this);
	}
}
