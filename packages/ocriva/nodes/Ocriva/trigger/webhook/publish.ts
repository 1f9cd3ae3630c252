import type { IHookFunctions } from 'n8n-workflow';

import { quoted } from '../../../shared/core/quote';
import { InputFailure } from '../../../shared/core/errors';
import { listProjects } from '../../api/catalog';
import { connect } from '../../api/client';
import { readSettings } from '../settings';

/**
 * Looks at the key and the settings when the workflow is published: what could never start is told
 * there.
 */
export async function checkSettings(context: IHookFunctions): Promise<void> {
	const { events, projectId } = readSettings((name) => context.getNodeParameter(name, {}));
	const service = await connect(context);
	if (
		service.webhookSecret === '' &&
		events.length > 0 &&
		events.every((event) => event === 'template.deleted')
	) {
		throw new InputFailure(
			'"Template Deleted" cannot be confirmed without a webhook secret',
			'Put the secret of the webhook endpoint into the credential: the API shows no deleted templates, so an unsigned delivery of one starts nothing.',
		);
	}
	const projects = await listProjects(service);
	if (projectId !== '' && !projects.some(({ id }) => id === projectId)) {
		throw new InputFailure(
			`The API key does not reach the project ${quoted(projectId)}`,
			'Choose another one under "Project", or leave it empty for all projects.',
		);
	}
}
