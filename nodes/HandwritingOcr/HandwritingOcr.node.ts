import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { searches } from '../shared/operations/searches';
import { properties, route } from './actions/router';
import { searchDocuments } from './methods/searchDocuments';

export class HandwritingOcr implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Handwriting OCR',
		name: 'handwritingOcr',
		icon: {
			light: 'file:../../icons/handwritingOcr.svg',
			dark: 'file:../../icons/handwritingOcr.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ $parameter["operation"] === "upload" ? ({ transcribe: "Transcribe text", tables: "Extract tables", extractor: "Extract fields" })[$parameter["documentAction"]] || "Read document" : ({ delete: "Delete document", download: "Download result", downloadImages: "Download page images", estimate: "Estimate pages and credits", get: $parameter["resource"] === "account" ? "Get account" : "Get result", getAll: "Get many documents", getStatistics: "Get statistics", topUp: "Top up page credits", wait: "Wait for document" })[$parameter["operation"]] }}',
		description: 'Turn handwriting, scans and PDFs into text, tables and fields',
		defaults: { name: 'Handwriting OCR' },
		usableAsTool: true,
		builderHint: {
			searchHint:
				'Reads handwriting, scans, photos and PDFs. Resource "document", operation "upload" does all: it takes the file, waits, and gives the text in $json.text; no second node fetches the result. Each page costs one credit.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-handwriting-ocr.handwritingOcrTrigger',
					relationHint: 'Takes the results when uploads do not wait for completion',
				},
				{
					nodeType: 'n8n-nodes-handwriting-ocr.handwritingOcrPollingTrigger',
					relationHint: 'The same where the service cannot reach n8n',
				},
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
		credentials: [{ name: 'handwritingOcrApi', required: true }],
		properties,
	};

	methods = { listSearch: searches({ searchDocuments }) };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await route.call(this);
	}
}
