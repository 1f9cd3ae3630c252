import { Expression, type INode, type INodeType, type INodeTypes, Workflow } from 'n8n-workflow';

import { allNodes } from './nodes.mts';

/** What stands below the node's name on the canvas. */
function subtitleOf(displayName: string, parameters: INode['parameters']): unknown {
	const nodeType = nodeNamed(displayName);
	const { name, version, subtitle } = nodeType.description;
	const node: INode = {
		id: '1',
		name: 'Node',
		type: name,
		typeVersion: [version].flat().at(-1) ?? 1,
		position: [0, 0],
		parameters,
	};
	const nodeTypes: INodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	return workflow.expression.getSimpleParameterValue(node, subtitle, 'internal', {});
}

function nodeNamed(displayName: string): INodeType {
	const found = allNodes.find(({ description }) => description.displayName === displayName);
	if (!found) throw new Error(`There is no node "${displayName}"`);
	return found;
}

beforeAll(() => Expression.setExpressionEngine('legacy'));

const workflow = { __rl: true, mode: 'list', value: 'invoice_extraction' };

test.each([
	['Handwriting OCR', {}, 'Transcribe text'],
	['Handwriting OCR', { documentAction: 'tables' }, 'Extract tables'],
	['Handwriting OCR', { documentAction: 'extractor', extractorId: 'abc' }, 'Extract fields'],
	['Handwriting OCR', { operation: 'getAll' }, 'Get many documents'],
	['Handwriting OCR', { operation: 'downloadImages' }, 'Download page images'],
	['Handwriting OCR', { resource: 'account' }, 'Get account'],
	['Handwriting OCR', { resource: 'account', operation: 'topUp' }, 'Top up page credits'],
	['Natif.ai', { workflow }, 'Process with invoice_extraction'],
	['Natif.ai', {}, 'Process with workflow'],
	['Natif.ai', { resource: 'result', operation: 'getHocr' }, 'Get hOCR'],
	['Ocriva', {}, 'Read document'],
	['Ocriva', { operation: 'uploadBatch' }, 'Read batch of documents'],
	['Ocriva', { resource: 'template' }, 'Get many templates'],
	['Handwriting OCR Trigger', {}, 'document processed or failed'],
	['Handwriting OCR Trigger', { events: ['failed'] }, 'document failed'],
	['Handwriting OCR Polling Trigger', {}, 'document processed or failed'],
	['Ocriva Trigger', {}, 'document processed or failed'],
	['Ocriva Trigger', { events: ['batch.completed'] }, 'batch completed'],
	[
		'Ocriva Trigger',
		{ events: ['batch.completed', 'document.failed'] },
		'batch completed or document failed',
	],
	[
		'Ocriva Trigger',
		{ events: ['batch.completed', 'document.failed', 'template.deleted'] },
		'3 events',
	],
])('%s with %j says what it does: %s', (displayName, parameters, subtitle) => {
	expect(subtitleOf(displayName, parameters)).toBe(subtitle);
});

test.each(allNodes.map(({ description }) => description.displayName))(
	'%s has a subtitle for each operation',
	(displayName) => {
		const { properties } = nodeNamed(displayName).description;
		const operations = properties
			.filter(({ name }) => name === 'operation')
			.flatMap(({ options = [], displayOptions }) =>
				options.flatMap((option) =>
					'value' in option
						? [{ operation: option.value, resource: displayOptions?.show?.resource?.[0] }]
						: [],
				),
			);
		for (const { operation, resource } of operations)
			expect(subtitleOf(displayName, { operation, resource: String(resource) })).toMatch(
				/^[A-Z][a-z]+ [^:]+$/,
			);
		expect(operations.length > 0).toBe(!displayName.endsWith('Trigger'));
	},
);
