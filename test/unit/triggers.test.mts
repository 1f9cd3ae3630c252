import type { INodeType } from 'n8n-workflow';

import { actionNodes, choicesOf, fieldsOf, triggers, webhookTriggers } from './nodes.mts';

function panelOf({ description }: INodeType) {
	const { triggerPanel } = description;
	if (typeof triggerPanel !== 'object') throw new Error('The trigger has no panel');
	const help = triggerPanel.executionsHelp;
	if (typeof help !== 'object') throw new Error('The panel has no help for both states');
	return { ...triggerPanel, help };
}

const named = (nodes: INodeType[]): Array<[string, INodeType]> =>
	nodes.map((node) => [node.description.displayName, node]);

describe.each(named(webhookTriggers))('what %s shows', (name, trigger) => {
	test('names the step that n8n cannot do, before all parameters', () => {
		const [first] = trigger.description.properties;
		expect(first).toMatchObject({ type: 'notice', default: '' });
		expect(first?.displayName).toMatch(/^Copy the production URL above into .* n8n cannot do it/);
		const { activationHint } = panelOf(trigger);
		expect(activationHint).toContain(first?.displayName);
	});

	test('claims to wait only while it waits', () => {
		const { header } = panelOf(trigger);
		expect(header).toMatch(/^Pull in an? /);
	});

	test('gives the steps of a test in the order in which they can be done', () => {
		const { inactive } = panelOf(trigger).help;
		const steps = [
			'click the <b>test URL</b>: it is copied',
			'"Execute step"',
			'another browser tab',
		];
		const places = steps.map((step) => inactive.indexOf(step));
		expect(places).not.toContain(-1);
		expect(places).toEqual([...places].sort((a, b) => a - b));
	});

	test('begins with what the service does, as n8n shows it beside the action node', () => {
		const action = actionNodes.find(
			({ description }) => `${description.displayName} Trigger` === name,
		);
		expect(action).toBeDefined();
		expect(trigger.description.description).toMatch(/^Turn .*text.*\. Starts the workflow when /);
		expect(trigger.description.description).toContain(action?.description.description);
	});
});

test.each(named(triggers))('%s offers finished documents first', (_name, trigger) => {
	const events = fieldsOf(trigger).find(({ property }) => property.name === 'events')?.property;
	expect(events && choicesOf(events)[0]?.name).toBe('Document Processed');
});

test('the polling trigger has no URL to copy and says when to use it', () => {
	const [polling] = triggers.filter(({ description }) => description.polling);
	expect(polling?.description.properties.some(({ type }) => type === 'notice')).toBe(false);
	expect(polling?.description.description).toMatch(/cannot reach your n8n/);
});
