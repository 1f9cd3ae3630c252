import { randomUUID } from 'node:crypto';
import type { Account } from '../shared/accounts.mts';
import { now } from '../shared/clock.mts';
import { ControlError } from '../shared/controlError.mts';
import { timeOf } from '../shared/controlInput.mts';
import type { JsonObject, JsonValue } from '../shared/json.mts';
import { finishInput, seedInput, type SeedInput } from './controlInputs.mts';
import { fixedPages, textPage } from './fixedPages.mts';
import type { Parts } from './parts.mts';
import type { Processing, ReadPage } from './processings.mts';
import type { Settings } from './settings.mts';
import { workflowOf, type Workflow } from './workflows.mts';

const defaultError = 'The document could not be processed.';

/** Puts processings in as described. */
export async function seedProcessings(
	account: Account<Settings>,
	inputs: JsonObject[],
	{ processings }: Parts,
): Promise<JsonValue> {
	const seeds = inputs.map((input) => seeded(account, input));
	const ids = seeds.map(({ id }) => id);
	if (new Set(ids).size < ids.length || ids.some((id) => processings.get(id)))
		throw new ControlError(409, 'an id is taken already');
	await Promise.all(seeds.map((processing) => processings.add(processing)));
	return seeds.map(view);
}

/** Ends a processing at once, as asked. */
export async function finishProcessing(
	account: Account<Settings>,
	input: JsonObject,
	parts: Parts,
): Promise<JsonValue> {
	const { id, status = 'done', pages, results, error } = finishInput(input);
	const processing = parts.processings.get(id);
	if (processing?.accountId !== account.id)
		throw new ControlError(404, 'the account has no such processing');
	parts.runs.cancel(processing);
	await parts.runs.settle(account, processing, {
		status,
		...outcome(
			{ status, pages, error, pageCount: processing.pageCount, fileName: processing.fileName },
			knownWorkflow(processing.workflow),
		),
		results: results ?? processing.results,
	});
	return view(processing);
}

/** A processing as the control API shows it, with the texts of its pages. */
export type ProcessingView = Omit<Processing, 'pages'> & { pages: string[] };

export function view({ pages, ...processing }: Processing): ProcessingView {
	return { ...processing, pages: pages.map(({ text }) => text) };
}

function seeded(account: Account<Settings>, input: JsonObject): Processing {
	const {
		id,
		fileName = 'seeded.pdf',
		workflow = 'ocr',
		status = 'done',
		results,
		...given
	} = seedInput(input);
	const createdAt = timeOf(given.createdAt) ?? now(account);
	const pageCount = given.pages?.length ?? given.pageCount ?? 1;
	return {
		id: id ?? randomUUID(),
		accountId: account.id,
		workflow,
		fileName,
		parameters: {},
		status,
		pageCount,
		...outcome(
			{ status, pages: given.pages, error: given.error, pageCount, fileName },
			knownWorkflow(workflow),
		),
		results: results ?? {},
		mimeType: null,
		size: 0,
		credits: 0,
		duration: 0,
		createdAt,
		updatedAt: createdAt,
	};
}

type Wanted = Pick<SeedInput, 'pages' | 'error'> &
	Pick<Processing, 'status' | 'pageCount' | 'fileName'>;

function outcome(
	{ status, pages, error, pageCount, fileName }: Wanted,
	workflow: Workflow,
): Pick<Processing, 'pages' | 'error'> {
	const made = (): ReadPage[] =>
		pages?.map((text, index) => textPage(text, index % 2 === 0)) ??
		fixedPages(fileName, pageCount, workflow);
	return {
		pages: status === 'done' ? made() : [],
		error: error ?? (status === 'failed' ? defaultError : null),
	};
}

function knownWorkflow(id: string): Workflow {
	const workflow = workflowOf(id);
	if (!workflow) throw new ControlError(422, `there is no workflow "${id}"`);
	return workflow;
}
