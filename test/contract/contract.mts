import type { JournalEntry } from '../../sandbox/client.mts';
import {
	readDescription,
	resolved,
	type Description,
	type MediaType,
	type Operation,
	type Parameter,
	type Response,
	type Schema,
} from './document.mts';
import { schemaCheck, type Problems } from './schemas.mts';

export type { Problems } from './schemas.mts';

/** What a description leaves open. */
export type ContractOptions = {
	/**
	 * A requested path as the description writes it; without a service's prefix in the sandbox, for
	 * example.
	 */
	pathOf?: (pathname: string) => string;
	/** Whether the caller of an operation has to accept JSON; default: each one. */
	wantsJson?: (operation: Operation) => boolean;
};

type Match = { operation: Operation; parameters: Parameter[]; path: Record<string, string> };

/** A description of a service, and both sides of the service held against it. */
export class Contract {
	readonly description: Description;

	private readonly options: Required<ContractOptions>;
	private readonly failures: ReturnType<typeof schemaCheck>;
	private readonly parameterSchemas = new Map<string, Schema>();
	private readonly key: { name: string; header: string };

	/** @param file in this folder, such as `handwriting-ocr.openapi.yaml` */
	constructor(
		file: string,
		{ pathOf = (path) => path, wantsJson = () => true }: ContractOptions = {},
	) {
		this.description = readDescription(file);
		this.options = { pathOf, wantsJson };
		this.failures = schemaCheck(this.description);
		this.key = keyOf(this.description);
	}

	/**
	 * Checks a request of the journal: known route, the key that the security scheme wants, `Accept:
	 * application/json`, and nothing in path, query and form but what is described.
	 */
	checkRequest(entry: JournalEntry): Problems {
		const url = new URL(entry.path, 'http://sandbox');
		const match = this.find(entry.method, url.pathname);
		if (!match) return [`${entry.method} ${url.pathname} is not described`];
		const { operation } = match;
		const problems: Problems = [];
		if (!entry.authenticated && operation.security?.length !== 0)
			problems.push(`there is no ${this.key.name}`);
		if (JSON.stringify(entry).includes('[token]'))
			problems.push(`the token stands outside of the ${this.key.header} header`);
		const accept = entry.headers.accept ?? '';
		if (this.options.wantsJson(operation) && !/\bapplication\/json\b/.test(accept))
			problems.push(`Accept is "${accept}", not application/json`);
		problems.push(...this.checkParameters(match, 'path', match.path));
		problems.push(...this.checkParameters(match, 'query', queryOf(match, url.searchParams)));
		problems.push(...this.checkForm(operation, entry));
		return problems;
	}

	/**
	 * Checks an answer: known status, content type and headers, and a body of the described shape.
	 */
	checkResponse(
		method: string,
		path: string,
		status: number,
		headers: Headers | Record<string, string>,
		body: string | Uint8Array,
	): Problems {
		const match = this.find(method, new URL(path, 'http://sandbox').pathname);
		if (!match) return [`${method} ${path} is not described`];
		const found =
			match.operation.responses[String(status)] ??
			match.operation.responses[`${Math.floor(status / 100)}XX`];
		if (!found) return [`${match.operation.operationId} has no answer ${status}`];
		const response = resolved<Response>(this.description, found);
		const given = new Headers(headers);
		const problems: Problems = [];
		for (const [name, { required, schema }] of Object.entries(response.headers ?? {})) {
			const value = given.get(name);
			if (value === null && required) problems.push(`the header ${name} is missing`);
			if (value !== null) problems.push(...this.failures(schema, value, 'text', name));
		}
		return [...problems, ...this.checkBody(response.content, given.get('content-type'), body)];
	}

	/**
	 * Checks a delivery of the described webhook that is signed as it should be: headers and the
	 * shape of the body.
	 */
	checkWebhook(headers: Record<string, string | string[] | undefined>, body: string): Problems {
		const [operation] = Object.values(this.description.webhooks ?? {}).map(({ post }) => post);
		if (!operation) return ['the webhook is not described'];
		const signatures = (operation.parameters ?? []).map((parameter) =>
			resolved<Parameter>(this.description, parameter),
		);
		return [
			...signatures.flatMap(({ name, schema }) =>
				this.failures(schema, headers[name.toLowerCase()] ?? null, 'json', name),
			),
			...this.checkBody(operation.requestBody?.content, String(headers['content-type']), body),
		];
	}

	/** The operation of a path. A parameter never holds a dot or a slash. */
	private find(method: string, pathname: string): Match | undefined {
		const path = this.options.pathOf(pathname);
		for (const [template, item] of Object.entries(this.description.paths)) {
			const operation = item[method.toLowerCase()];
			const pattern = template.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/.]+)');
			const groups = new RegExp(`^${pattern}$`).exec(path);
			if (!operation || !groups) continue;
			const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(
				(parameter) => resolved<Parameter>(this.description, parameter),
			);
			return { operation, parameters, path: { ...groups.groups } };
		}
		return undefined;
	}

	private checkParameters(
		match: Match,
		place: 'path' | 'query',
		values: Record<string, unknown>,
	): Problems {
		const name = `${match.operation.operationId} ${place}`;
		const schema =
			this.parameterSchemas.get(name) ??
			schemaOf(match.parameters.filter((parameter) => parameter.in === place));
		this.parameterSchemas.set(name, schema);
		return this.failures(schema, values, 'text', place);
	}

	private checkForm({ requestBody }: Operation, entry: JournalEntry): Problems {
		const type = entry.headers['content-type'] ?? '';
		if (!requestBody)
			return entry.partNames.length > 0 || type !== ''
				? [`there is a body (${type}) where none belongs`]
				: [];
		const known = Object.keys(requestBody.content);
		if (!known.some((name) => type.startsWith(name)))
			return [`the content type is "${type}", not ${known.join(' or ')}`];
		const form = requestBody.content['multipart/form-data'];
		if (!form || !type.startsWith('multipart/form-data')) return [];
		const problems: Problems = [];
		const lists = listsOf(form.schema, this.description);
		const files = entry.partNames.filter((name) => !(name in entry.fields));
		if (files.length > 0 && entry.files.some(({ name }) => name === ''))
			problems.push('the file has no name');
		const values: Record<string, unknown> = { ...entry.fields };
		for (const { field, name } of entry.files)
			values[field] = lists.has(field) ? [...[values[field] ?? []].flat(), name] : name;
		const single = entry.partNames.filter((name) => !lists.has(name));
		if (new Set(single).size < single.length)
			problems.push(`parts are repeated: ${entry.partNames.join(', ')}`);
		return [...problems, ...this.failures(form.schema ?? true, values, 'text', 'form')];
	}

	private checkBody(
		content: Record<string, MediaType> | undefined,
		contentType: string | null,
		body: string | Uint8Array,
	): Problems {
		const bytes = Buffer.from(body);
		if (!content) return bytes.length > 0 ? ['there is a body where none belongs'] : [];
		const type = contentType?.split(';')[0]?.trim() ?? '';
		const media = content[type] ?? content[type.replace(/\/.*/, '/*')];
		if (!media)
			return [`the content type is "${type}", not one of ${Object.keys(content).join(', ')}`];
		if (bytes.length === 0) return ['the body is empty'];
		if (!media.schema) return [];
		if (type !== 'application/json')
			return this.failures(media.schema, bytes.toString('utf8'), 'json', 'body');
		try {
			return this.failures(media.schema, JSON.parse(bytes.toString('utf8')), 'json', 'body');
		} catch {
			return ['the body is not JSON'];
		}
	}
}

/** How callers say who they are: what it is called in a sentence, and the header that holds it. */
function keyOf({ components }: Description): { name: string; header: string } {
	const [scheme] = Object.values(components.securitySchemes);
	if (!scheme) throw new Error('the description has no security scheme');
	return scheme.type === 'http'
		? { name: 'bearer token', header: 'Authorization' }
		: { name: `key in ${scheme.name}`, header: scheme.name };
}

/** Names of a form's parts that may be repeated. */
function listsOf(schema: Schema | undefined, description: Description): Set<string> {
	const { properties } =
		typeof schema === 'object' ? resolved<{ properties?: unknown }>(description, schema) : {};
	const parts =
		typeof properties === 'object' && properties !== null ? Object.entries(properties) : [];
	return new Set(
		parts
			.filter(
				([, part]: [string, unknown]) =>
					typeof part === 'object' && part !== null && 'type' in part && part.type === 'array',
			)
			.map(([name]) => name),
	);
}

/** What the query holds; parameters that are lists may be repeated. */
function queryOf({ parameters }: Match, query: URLSearchParams): Record<string, unknown> {
	const values: Record<string, unknown> = Object.fromEntries(query);
	for (const { in: place, name, schema } of parameters) {
		const list = typeof schema === 'object' && schema.type === 'array';
		if (place === 'query' && list && query.has(name)) values[name] = query.getAll(name);
	}
	return values;
}

function schemaOf(parameters: Parameter[]): Schema {
	return {
		type: 'object',
		additionalProperties: false,
		required: parameters.filter(({ required }) => required).map(({ name }) => name),
		properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
	};
}
