/**
 * n8n's own packages, loaded as CommonJS so that the harness, n8n-core and the nodes share one
 * n8n-workflow, under jest and under plain Node alike. Import this only after
 * `prepareEnvironment()`: n8n-core reads its settings from the environment while it loads.
 */
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);
load('reflect-metadata');

export const core: typeof import('n8n-core') = load('n8n-core');
export const n8n: typeof import('n8n-workflow') = load('n8n-workflow');

/** n8n-core may carry its own copies of these; only those hold its services. */
const loadAsCore = createRequire(load.resolve('n8n-core'));
export const { Container }: typeof import('@n8n/di') = loadAsCore('@n8n/di');
export const { Logger }: typeof import('@n8n/backend-common') = loadAsCore('@n8n/backend-common');

/**
 * @throws when code below `directory` would get another n8n-workflow: `instanceof NodeApiError`
 * would lie.
 */
export function assertSameN8nWorkflow(directory: string): void {
	const theirs = createRequire(`${directory}/package.json`).resolve('n8n-workflow');
	const ours = load.resolve('n8n-workflow');
	if (theirs !== ours)
		throw new Error(`The package loads a second n8n-workflow: ${theirs}, not ${ours}`);
}

export function asError(thrown: unknown): Error {
	return thrown instanceof Error ? thrown : new Error(String(thrown));
}
