// GitHub's own parser over workflow files: node actions.mjs FILE ... prints what it finds wrong, as
// JSON. It runs in a process of its own, as the parser is an ES module that jest cannot load.
import { readFile } from 'node:fs/promises';
import { registerHooks } from 'node:module';

// The parser imports its schema in the way of bundlers; Node wants to be told that it is JSON.
registerHooks({
	load: (url, context, nextLoad) =>
		nextLoad(
			url,
			url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context,
		),
});
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await import(
	'@actions/workflow-parser'
);
const { ErrorPolicy } = await import('@actions/workflow-parser/model/convert');

const findings = [];
for (const name of process.argv.slice(2)) {
	const content = await readFile(name, 'utf8');
	const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
	// Converting looks into jobs, steps and their expressions, and adds to the errors of the context.
	if (value !== undefined)
		await convertWorkflowTemplate(context, value, undefined, {
			errorPolicy: ErrorPolicy.TryConversion,
		});
	findings.push(...context.errors.getErrors().map(({ message }) => `${name}: ${message}`));
}
process.stdout.write(JSON.stringify(findings));
