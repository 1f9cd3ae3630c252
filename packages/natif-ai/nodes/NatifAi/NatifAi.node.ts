import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { searches } from '../shared/operations/searches';
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
			'={{ ({ downloadPageImage: "Download page images", downloadPdf: "Download searchable PDF", downloadSubPdf: "Download split PDFs", downloadThumbnail: "Download thumbnail", get: "Get result", getAll: "Get many workflows", getDocumentSplitting: "Get document splitting", getExtractions: "Get extracted fields", getHocr: "Get hOCR", getOcr: "Get OCR", getPageImages: "Get paths of page images", getSubPdfs: "Get paths of split PDFs", getUsage: "Get usage", process: "Process with " + ($parameter["workflow"] || "workflow") })[$parameter["operation"]] }}',
		description: 'Process documents with Natif.ai workflows: OCR, data extraction, splitting',
		defaults: { name: 'Natif.ai' },
		usableAsTool: true,
		builderHint: {
			searchHint:
				'Resource "document", operation "process" does all: it takes the file, runs the chosen workflow of Natif.ai, waits, and gives the text in $json.text and the extractions in $json.fields. $json.review lists what a person should check.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-base.formTrigger',
					relationHint: 'Lets visitors upload the files that are read',
				},
				{
					nodeType: 'n8n-nodes-base.extractFromFile',
					relationHint: 'Reads PDFs that are digital text already, without a service',
				},
			],
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'natifAiApi', required: true }],
		properties,
	};

	methods = { listSearch: searches({ searchWorkflows }) };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await route.call(this);
	}
}
