import addFormats from 'ajv-formats';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020.js';
import type { JournalEntry } from '../../sandbox/client.mts';
import { description, resolved, type MediaType, type Operation, type Parameter, type Response, type Schema } from './document.mts';

/** What is wrong, one sentence each; empty when nothing is. */
export type Problems = string[];

type Match = { operation: Operation; parameters: Parameter[]; path: Record<string, string> };

/** Texts of paths, queries and forms are turned into the numbers that they stand for; JSON is taken as it is. */
const ajv = { json: newAjv(false), text: newAjv(true) };
const compiled = { json: new WeakMap<object, ValidateFunction>(), text: new WeakMap<object, ValidateFunction>() };
const parameterSchemas = new Map<string, Schema>();

/**
 * Checks a request of the journal: known route, bearer token, `Accept: application/json`, and nothing in path, query and
 * form but what is described.
 */
export function checkRequest(entry: JournalEntry): Problems {
	const url = new URL(entry.path, 'http://sandbox');
	const match = find(entry.method, url.pathname);
	if (!match) return [`${entry.method} ${url.pathname} is not described`];
	const problems: Problems = [];
	if (!entry.authenticated) problems.push('there is no bearer token');
	if (JSON.stringify(entry).includes('[token]')) problems.push('the token stands outside of the Authorization header');
	const image = match.operation.operationId.startsWith('getPageImage');
	if (!image && !/\bapplication\/json\b/.test(entry.headers.accept ?? '')) problems.push(`Accept is "${entry.headers.accept ?? ''}", not application/json`);
	problems.push(...checkParameters(match, 'path', match.path));
	problems.push(...checkParameters(match, 'query', Object.fromEntries(url.searchParams)));
	problems.push(...checkForm(match.operation, entry));
	return problems;
}

/** Checks an answer: known status, content type and headers, and a body of the described shape. */
export function checkResponse(method: string, path: string, status: number, headers: Headers | Record<string, string>, body: string | Uint8Array): Problems {
	const match = find(method, new URL(path, 'http://sandbox').pathname);
	if (!match) return [`${method} ${path} is not described`];
	const found = match.operation.responses[String(status)] ?? match.operation.responses[`${Math.floor(status / 100)}XX`];
	if (!found) return [`${match.operation.operationId} has no answer ${status}`];
	const response: Response = resolved(found);
	const given = new Headers(headers);
	const problems: Problems = [];
	for (const [name, { required, schema }] of Object.entries(response.headers ?? {})) {
		const value = given.get(name);
		if (value === null && required) problems.push(`the header ${name} is missing`);
		if (value !== null) problems.push(...failures(schema, value, 'text', name));
	}
	return [...problems, ...checkBody(response.content, given.get('content-type'), body)];
}

/** Checks a delivery that is signed as it should be: `X-Signature` and the shape of the body. */
export function checkWebhook(headers: Record<string, string | string[] | undefined>, body: string): Problems {
	const operation = description.webhooks.documentFinished?.post;
	const [signature] = operation?.parameters ?? [];
	if (!operation || !signature) return ['the webhook is not described'];
	return [
		...failures(resolved<Parameter>(signature).schema, headers['x-signature'] ?? null, 'json', 'X-Signature'),
		...checkBody(operation.requestBody?.content, String(headers['content-type']), body),
	];
}

function checkParameters(match: Match, place: 'path' | 'query', values: Record<string, string>): Problems {
	const key = `${match.operation.operationId} ${place}`;
	const schema = parameterSchemas.get(key) ?? schemaOf(match.parameters.filter((parameter) => parameter.in === place));
	parameterSchemas.set(key, schema);
	return failures(schema, values, 'text', place);
}

function schemaOf(parameters: Parameter[]): Schema {
	return {
		type: 'object',
		additionalProperties: false,
		required: parameters.filter(({ required }) => required).map(({ name }) => name),
		properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
	};
}

function checkForm({ requestBody }: Operation, entry: JournalEntry): Problems {
	const type = entry.headers['content-type'] ?? '';
	const form = requestBody?.content['multipart/form-data'];
	if (!form) return entry.partNames.length > 0 || type !== '' ? [`there is a body (${type}) where none belongs`] : [];
	if (!type.startsWith('multipart/form-data')) return [`the content type is "${type}", not multipart/form-data`];
	const problems: Problems = [];
	const values: Record<string, unknown> = { ...entry.fields };
	if (entry.fileName !== null) values.file = entry.fileName;
	else if (entry.partNames.includes('file')) problems.push('the file has no name');
	if (new Set(entry.partNames).size < entry.partNames.length) problems.push(`parts are repeated: ${entry.partNames.join(', ')}`);
	return [...problems, ...failures(form.schema ?? true, values, 'text', 'form')];
}

function checkBody(content: Record<string, MediaType> | undefined, contentType: string | null, body: string | Uint8Array): Problems {
	const bytes = Buffer.from(body);
	if (!content) return bytes.length > 0 ? ['there is a body where none belongs'] : [];
	const type = contentType?.split(';')[0]?.trim() ?? '';
	const media = content[type];
	if (!media) return [`the content type is "${type}", not one of ${Object.keys(content).join(', ')}`];
	if (bytes.length === 0) return ['the body is empty'];
	if (!media.schema) return [];
	if (type !== 'application/json') return failures(media.schema, bytes.toString('utf8'), 'json', 'body');
	try {
		return failures(media.schema, JSON.parse(bytes.toString('utf8')), 'json', 'body');
	} catch {
		return ['the body is not JSON'];
	}
}

/** The operation of a path; the older `/api/v3` counts as `/v3`. A parameter never holds a dot or a slash. */
function find(method: string, pathname: string): Match | undefined {
	const path = pathname.replace(/^\/api(?=\/v\d\/)/, '');
	for (const [template, item] of Object.entries(description.paths)) {
		const operation = item[method.toLowerCase()];
		const pattern = template.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/.]+)');
		const groups = new RegExp(`^${pattern}$`).exec(path);
		if (!operation || !groups) continue;
		const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) => resolved<Parameter>(parameter));
		return { operation, parameters, path: { ...groups.groups } };
	}
	return undefined;
}

function failures(schema: Schema, value: unknown, mode: keyof typeof ajv, where: string): Problems {
	if (typeof schema === 'boolean') return schema ? [] : [`${where} does not belong here`];
	const check = compiled[mode].get(schema) ?? ajv[mode].compile({ ...schema, components: description.components });
	compiled[mode].set(schema, check);
	if (check(value)) return [];
	return (check.errors ?? []).map(({ instancePath, message, params }) => `${where}${instancePath} ${message ?? ''} ${JSON.stringify(params)}`);
}

function newAjv(coerceTypes: boolean): Ajv2020 {
	const instance = new Ajv2020({ strict: false, allErrors: true, coerceTypes });
	addFormats(instance);
	return instance;
}
