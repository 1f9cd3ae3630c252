import { InputFailure } from '../../../shared/core/errors';
import { isObject, parseJson } from '../../../shared/core/json';
import { collection } from '../../../shared/operations/parameters';
import type { UploadOrder } from '../../../shared/upload/fileSender';
import { uploadOptions } from '../../../shared/upload/uploadOptions';
import { onlyProject } from '../../api/catalog';
import type { UploadFields } from '../../api/upload';
import { projectOf, templateOf } from '../locators';
import type { Run } from '../operation';

/**
 * Reads what the parameters of an item say; without a project, {@link onlyProject} is asked once.
 */
export function orderReader({
	context,
	service,
}: Run): (itemIndex: number) => Promise<UploadOrder<UploadFields>> {
	let only: Promise<string> | undefined;
	return async (itemIndex) => {
		const options = collection(context, 'options', itemIndex);
		const templateId = templateOf(context, itemIndex);
		const metadata = metadataOf(options);
		const order = uploadOptions(context, itemIndex, options);
		const projectId = projectOf(context, itemIndex) || (await (only ??= onlyProject(service)));
		const fields = { projectId, templateId, metadata };
		return { ...order, fields, variant: [projectId, templateId] };
	};
}

/**
 * @returns JSON text; undefined when there is none.
 * @throws InputFailure for what is no JSON object
 */
function metadataOf(options: Record<string, unknown>): string | undefined {
	const { metadata } = options;
	if (metadata === undefined || metadata === null || metadata === '') return undefined;
	const value = typeof metadata === 'string' ? parseJson(metadata) : metadata;
	if (!isObject(value))
		throw new InputFailure(
			'"Metadata" is not a JSON object',
			'Give it like {"customer": 4711}, with names and texts in double quotes.',
		);
	return Object.keys(value).length === 0 ? undefined : JSON.stringify(value);
}
