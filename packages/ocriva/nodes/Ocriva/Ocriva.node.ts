import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { searches } from '../shared/operations/searches';
import { properties, route } from './actions/router';
import { searchProjects } from './methods/searchProjects';
import { searchRecords } from './methods/searchRecords';
import { searchTemplates } from './methods/searchTemplates';

export class Ocriva implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Ocriva',
		name: 'ocriva',
		icon: { light: 'file:../../icons/ocriva.svg', dark: 'file:../../icons/ocriva.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ ({ export: "Export result", get: "Get record", getAll: "Get many " + $parameter["resource"] + "s", getStatistics: "Get statistics", upload: "Read document", uploadBatch: "Read batch of documents" })[$parameter["operation"]] }}',
		description:
			'Turn scans, photos and PDFs into text, fields and tables with the templates of an Ocriva project',
		defaults: { name: 'Ocriva' },
		usableAsTool: true,
		builderHint: {
			searchHint:
				'Resource "document", operation "upload" does all: it takes the file, waits, and gives the text in $json.text and what the template extracts in $json.fields and $json.tables; no second node fetches the result.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-ocriva.ocrivaTrigger',
					relationHint: 'Takes the results when uploads do not wait for completion',
				},
				{
					nodeType: 'n8n-nodes-base.formTrigger',
					relationHint: 'Lets visitors upload the files that are read',
				},
			],
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ocrivaApi', required: true }],
		properties,
	};

	methods = { listSearch: searches({ searchProjects, searchRecords, searchTemplates }) };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await route.call(this);
	}
}
