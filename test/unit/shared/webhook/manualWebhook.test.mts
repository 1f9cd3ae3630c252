import type { IHookFunctions } from 'n8n-workflow';
import { InputFailure } from '../../../../nodes/shared/core/errors.ts';
import { manualWebhook } from '../../../../nodes/shared/webhook/manualWebhook.ts';

const node = { id: 'node', name: 'Trigger', type: 'trigger', typeVersion: 1 };
const context = { getNode: () => node } as unknown as IHookFunctions;

it('registers nothing, and checks the settings each time the workflow is published', async () => {
	const checked: IHookFunctions[] = [];
	const webhook = manualWebhook(async (each) => void checked.push(each));
	expect(await webhook.checkExists.call(context)).toBe(false);
	expect(await webhook.create.call(context)).toBe(true);
	expect(await webhook.delete.call(context)).toBe(true);
	expect(checked).toEqual([context]);
});

it('a setting that is wrong keeps the workflow from being published, with its next step', async () => {
	const webhook = manualWebhook(async () => {
		throw new InputFailure('The pattern is wrong', 'Change it.');
	});
	await expect(webhook.create.call(context)).rejects.toMatchObject({
		name: 'NodeOperationError',
		message: 'The pattern is wrong',
		description: 'Change it.',
	});
});
