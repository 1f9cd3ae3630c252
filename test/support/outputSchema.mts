import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { publishedPackages } from '../../sandbox/launch/packages.mjs';

/** What n8n's editor shows of an output before the first run; a value may be null besides. */
interface Schema {
	type: string;
	properties?: Record<string, Schema>;
	items?: Schema;
}

/** What stands in an item only when it says something. */
const SOMETIMES = new Set([
	'confirmedByBalance',
	'failureReason',
	'link',
	'linkExpiresAt',
	'parts',
	'reason',
	'reused',
	'review',
	'timedOut',
]);

/** Operations whose items have keys that the service or an option decides. */
const OPEN = new Set([
	'account/get',
	'document/uploadBatch',
	'result/downloadSubPdf',
	'result/getExtractions',
	'workflow/getUsage',
]);

/** The schema of an operation, such as `document/upload`, of a node such as `handwritingOcr`. */
export function schemaOf(node: string, operation: string): Schema {
	const owner = publishedPackages.find(({ nodes }) => nodes.includes(node));
	const file = owner?.files[owner.nodes.indexOf(node)] ?? '';
	const folder = join(owner?.folder ?? '', file, '..', '__schema__', 'v1.0.0');
	return JSON.parse(readFileSync(join(folder, `${operation}.json`), 'utf8'));
}

/** Where values are not as the schema has them; empty when all are. */
export function misfits(value: unknown, schema: Schema, path = ''): string[] {
	if (value === null) return [];
	if (typeOf(value, schema.type) !== schema.type)
		return [`${path} is no ${schema.type}: ${JSON.stringify(value)}`];
	const { properties, items } = schema;
	if (Array.isArray(value))
		return items ? value.flatMap((entry) => misfits(entry, items, `${path}[]`)) : [];
	if (!properties || typeof value !== 'object') return [];
	return Object.entries(value).flatMap(([key, entry]) => {
		const own = properties[key];
		if (own) return misfits(entry, own, `${path}.${key}`);
		return path === '' && SOMETIMES.has(key) ? [] : [`${path}.${key} is not in the schema`];
	});
}

function misfitsOfItem(json: INodeExecutionData['json'], schema: Schema): string[] {
	const missing = Object.keys(schema.properties ?? {}).filter((key) => !(key in json));
	return [...misfits(json, schema), ...missing.map((key) => `.${key} is missing`)];
}

function typeOf(value: unknown, wanted: string): string {
	if (Array.isArray(value)) return 'array';
	if (typeof value === 'number')
		return Number.isInteger(value) && wanted === 'integer' ? 'integer' : 'number';
	return typeof value;
}

/**
 * Holds the items of an operation against its schema, which is of its *Document* output.
 *
 * @throws when one does not fit
 */
export function checkOutput(
	node: string,
	{ resource, operation, output = 'document', asData, asFile }: INodeParameters,
	items: readonly INodeExecutionData[],
): void {
	// n8n has no place for the schema of another form of an output.
	if (output !== 'document' || asData === true || asFile === true) return;
	const name = `${String(resource)}/${String(operation)}`;
	const schema = schemaOf(node, name);
	const isOpen = OPEN.has(name);
	const wrong = items
		.filter(({ json }) => json.error === undefined)
		.flatMap(({ json }) => misfitsOfItem(json, schema))
		.filter((misfit) => !isOpen || !/is (missing|not in the schema)$/.test(misfit));
	if (wrong.length > 0)
		throw new Error(`Items of ${name} do not fit its schema: ${[...new Set(wrong)].join('; ')}`);
}
