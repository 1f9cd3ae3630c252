import type { IExecuteFunctions } from 'n8n-workflow';

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
export const workflowLocator = locatorProperty(picker);

/** The key or UUID of the picked workflow. @throws InputFailure */
export function pickedWorkflow(context: IExecuteFunctions, itemIndex: number): string {
	return pickedId(context, itemIndex, picker);
}
