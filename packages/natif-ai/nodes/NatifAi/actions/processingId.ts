import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { quoted } from '../../shared/core/quote';
import { InputFailure } from '../../shared/core/errors';
import { withId } from '../../shared/operations/locator';
import { AROUND_ID, textIn } from '../../shared/operations/parameters';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const processingIdProperty: INodeProperties = {
	displayName: 'Processing ID',
	name: 'processingId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 0c1d2e3f-1111-4222-8333-444455556666',
	description: 'The ID that the operation Process gives; the service has no list of them',
};

/**
 * Does its work on the processing of an item; every failure carries the id.
 * @throws InputFailure when it is no UUID
 */
export async function onProcessing<Result>(
	context: IExecuteFunctions,
	itemIndex: number,
	work: (id: string) => Promise<Result>,
): Promise<Result> {
	const given = textIn(context.getNodeParameter('processingId', itemIndex, ''), 'Processing ID');
	const id = given.replace(AROUND_ID, '');
	if (id === '')
		throw new InputFailure(
			'"Processing ID" is empty',
			'Give the ID that the operation Process gave as "id"; an expression there may have found nothing.',
		);
	if (!UUID.test(id))
		throw new InputFailure(
			`"Processing ID" is not a processing ID: ${quoted(id)}`,
			'It is a UUID such as 0c1d2e3f-1111-4222-8333-444455556666; the operation Process gives it as "id".',
		);
	return await withId(id, async () => await work(id));
}
