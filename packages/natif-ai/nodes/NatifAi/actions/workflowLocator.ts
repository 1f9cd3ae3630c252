import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { locatorProperty, pickedId, type Picker } from '../../shared/operations/locator';

const picker: Picker = {
	name: 'workflow',
	label: 'Workflow',
	description:
		'What Natif.ai does with the document: a built-in workflow such as OCR or invoice extraction, or one of your own',
	searchListMethod: 'searchWorkflows',
	exampleId: 'invoice_extraction',
};

/** The picker of one workflow of the service. */
export const workflowLocator: INodeProperties = {
	...locatorProperty(picker),
	builderHint: {
		propertyHint: 'Offer the list; do not make up a key. Mode "id" takes a key of the list.',
	},
};

/** The key or UUID of the picked workflow. @throws InputFailure */
export function pickedWorkflow(context: IExecuteFunctions, itemIndex: number): string {
	return pickedId(context, itemIndex, picker);
}
