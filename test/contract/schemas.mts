import addFormats from 'ajv-formats';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020.js';
import type { Description, Schema } from './document.mts';

/** What is wrong, one sentence each; empty when nothing is. */
export type Problems = string[];

/**
 * How values are read: texts of paths, queries and forms are turned into the numbers that they
 * stand for; JSON is taken as it is.
 */
export type Mode = 'json' | 'text';

/** Checks a value against a schema of the description; `where` begins each sentence. */
export type SchemaCheck = (schema: Schema, value: unknown, mode: Mode, where: string) => Problems;

/** A check that knows the description's components and compiles each schema once. */
export function schemaCheck({ components }: Description): SchemaCheck {
	const ajv = { json: newAjv(false), text: newAjv(true) };
	const compiled = {
		json: new WeakMap<object, ValidateFunction>(),
		text: new WeakMap<object, ValidateFunction>(),
	};
	return (schema, value, mode, where) => {
		if (typeof schema === 'boolean') return schema ? [] : [`${where} does not belong here`];
		const check = compiled[mode].get(schema) ?? ajv[mode].compile({ ...schema, components });
		compiled[mode].set(schema, check);
		if (check(value)) return [];
		return (check.errors ?? []).map(
			({ instancePath, message, params }) =>
				`${where}${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
		);
	};
}

function newAjv(coerceTypes: boolean): Ajv2020 {
	const instance = new Ajv2020({ strict: false, allErrors: true, coerceTypes });
	addFormats(instance);
	return instance;
}
