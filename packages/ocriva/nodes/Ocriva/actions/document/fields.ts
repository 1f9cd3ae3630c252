import type { IExecuteFunctions } from 'n8n-workflow';

import { InputFailure } from '../../../shared/core/errors';
import { isObject, parseJson } from '../../../shared/core/json';
import { onlyProject } from '../../api/catalog';
import type { Ocriva } from '../../api/client';
import { projectOf } from '../locators';

/** The project of an item's upload, see {@link onlyProject}; asked for once a run. */
export function projectChooser(
	context: IExecuteFunctions,
	service: Ocriva,
): (itemIndex: number) => Promise<string> {
	let only: Promise<string> | undefined;
	return async (itemIndex) =>
		projectOf(context, itemIndex) || (await (only ??= onlyProject(service)));
}

/**
 * @returns JSON text; undefined when there is none.
 * @throws InputFailure for what is no JSON object
 */
export function metadataOf(options: Record<string, unknown>): string | undefined {
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
