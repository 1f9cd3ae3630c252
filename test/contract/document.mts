import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** A JSON Schema as it stands in a description. */
export type Schema = { [key: string]: unknown } | boolean;

/** What the checker reads of an OpenAPI 3.1 document. */
export type Parameter = {
	name: string;
	in: 'path' | 'query' | 'header';
	required?: boolean;
	schema: Schema;
};
export type MediaType = { schema?: Schema };
export type Response = {
	content?: Record<string, MediaType>;
	headers?: Record<string, { required?: boolean; schema: Schema }>;
};
export type Operation = {
	operationId: string;
	parameters?: Array<Parameter | Reference>;
	requestBody?: { content: Record<string, MediaType> };
	responses: Record<string, Response | Reference>;
	/** Empty when nobody has to say who they are. */
	security?: object[];
};
export type Reference = { $ref: string };
export type SecurityScheme =
	| { type: 'http'; scheme: 'bearer' }
	| { type: 'apiKey'; in: 'header'; name: string };
export type Description = {
	paths: Record<
		string,
		Record<string, Operation | undefined> & { parameters?: Array<Parameter | Reference> }
	>;
	webhooks?: Record<string, { post: Operation }>;
	components: Record<string, Record<string, unknown>> & {
		securitySchemes: Record<string, SecurityScheme>;
	};
};

/**
 * Reads a description from this folder. Its form is held against the OpenAPI standard in
 * `description.test.mts`.
 */
export function readDescription(file: string): Description {
	return parse(readFileSync(join(import.meta.dirname, file), 'utf8'));
}

/** Follows a `#/components/...` reference. */
export function resolved<Type extends object>(
	description: Description,
	node: Type | Reference,
): Type {
	if (!('$ref' in node)) return node;
	const [, , kind = '', name = ''] = String(node.$ref).split('/');
	const target = description.components[kind]?.[name];
	if (target === undefined) throw new Error(`${node.$ref} leads nowhere`);
	return target as Type;
}
