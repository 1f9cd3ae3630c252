import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** What a node may say when something went wrong: what happened, and what to do next. */
export type FailureText = { message: string; nextStep: string };

/** What stands for a part that is known only when it happens. */
const UNKNOWN = '…';

type Constants = Map<string, ts.Expression>;

/** The texts of all failures below a folder, in the order of its files. */
export function failuresBelow(folder: string): FailureText[] {
	const sources = sourcesBelow(folder).map((file) =>
		ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true),
	);
	const exported = sources.flatMap((source) => constantsIn(source.statements));
	const failures = sources.flatMap((source) =>
		failuresIn(source, new Map([...exported, ...constantsIn(allNodes(source))])),
	);
	const byText = failures.map((failure): [string, FailureText] => [
		`${failure.message}\n${failure.nextStep}`,
		failure,
	]);
	return [...new Map(byText).values()];
}

function sourcesBelow(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.toSorted()
		.map((file) => join(folder, file));
}

/** What is declared among some nodes of a file and can be a text. */
function constantsIn(nodes: readonly ts.Node[]): [string, ts.Expression][] {
	return nodes
		.filter(ts.isVariableStatement)
		.flatMap(({ declarationList }) => [...declarationList.declarations])
		.flatMap(({ name, initializer }): [string, ts.Expression][] =>
			ts.isIdentifier(name) && initializer !== undefined ? [[name.text, initializer]] : [],
		);
}

function allNodes(root: ts.Node): ts.Node[] {
	const found: ts.Node[] = [root];
	ts.forEachChild(root, (child) => {
		found.push(...allNodes(child));
	});
	return found;
}

function failuresIn(source: ts.SourceFile, constants: Constants): FailureText[] {
	return allNodes(source).flatMap((node) => {
		const [message, nextStep] = partsOf(node);
		return message === undefined || nextStep === undefined
			? []
			: pairs(textsOf(message, constants), textsOf(nextStep, constants));
	});
}

/**
 * Message and next step of `new ...Failure(message, nextStep)`, of a failure's call of `super`, of
 * `{ message, nextStep }`, or of the pair `[message, nextStep]`.
 */
function partsOf(node: ts.Node): (ts.Expression | undefined)[] {
	if (ts.isNewExpression(node) && /Failure$/.test(node.expression.getText()))
		return [...(node.arguments ?? [])];
	if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword)
		return node.arguments.length > 1 ? [...node.arguments] : [];
	if (ts.isArrayLiteralExpression(node) && ts.isReturnStatement(node.parent))
		return node.elements.length === 2 ? [...node.elements] : [];
	if (!ts.isObjectLiteralExpression(node)) return [];
	return ['message', 'nextStep'].map((name) => {
		const property = node.properties
			.filter(ts.isPropertyAssignment)
			.find((candidate) => candidate.name.getText() === name);
		return property?.initializer;
	});
}

/** A failure for each message that says something of its own. */
function pairs(messages: string[], nextSteps: string[]): FailureText[] {
	const known = nextSteps.filter((text) => text !== UNKNOWN && text !== '');
	return messages
		.filter((message) => /\p{L}{2,} \p{L}{2,}/u.test(message))
		.map((message) => ({ message, nextStep: known.join(' *Or:* ') }));
}

/** The texts that an expression can give, with `…` for what is not known beforehand. */
function textsOf(expression: ts.Expression, constants: Constants): string[] {
	if (ts.isStringLiteral(expression) || ts.isNoSubstitutionTemplateLiteral(expression))
		return [expression.text];
	if (ts.isParenthesizedExpression(expression)) return textsOf(expression.expression, constants);
	if (ts.isConditionalExpression(expression))
		return [expression.whenTrue, expression.whenFalse].flatMap((branch) =>
			textsOf(branch, constants),
		);
	if (ts.isTemplateExpression(expression)) return [templateText(expression, constants)];
	if (ts.isIdentifier(expression)) {
		const value = constants.get(expression.text);
		return value === undefined ? [UNKNOWN] : textsOf(value, constants);
	}
	return [UNKNOWN];
}

function templateText(
	{ head, templateSpans }: ts.TemplateExpression,
	constants: Constants,
): string {
	const parts = templateSpans.map(({ expression, literal }) => {
		const isQuoted =
			ts.isCallExpression(expression) && expression.expression.getText() === 'quoted';
		const [only = UNKNOWN, ...others] = textsOf(expression, constants);
		const text = others.length > 0 ? UNKNOWN : only;
		return `${isQuoted ? `"${UNKNOWN}"` : text}${literal.text}`;
	});
	return (head.text + parts.join('')).replaceAll(/…(?:\s*…)+/g, UNKNOWN);
}
