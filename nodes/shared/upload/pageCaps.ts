import type { IExecuteFunctions } from 'n8n-workflow';

import { type Failure, InputFailure, mayHaveSucceeded } from '../core/errors';
import { quoted, counted } from '../core/quote';
import { wholeNumber } from '../operations/parameters';
import { UnconfirmedFailure } from './uploadErrors';

/** The options that keep an upload from costing more than somebody has thought of. */
export interface PageCaps {
	perFile?: number | undefined;
	perExecution?: number | undefined;
}

/** @throws InputFailure for values that an expression got wrong */
export function pageCapsOf(options: Record<string, unknown>): PageCaps {
	return {
		perFile: capOf(options.maxPagesPerFile, 'Max Pages per File'),
		perExecution: capOf(options.maxPagesPerExecution, 'Max Pages per Execution'),
	};
}

function capOf(value: unknown, label: string): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	return wholeNumber(value, label, { min: 1 });
}

export function isCapped({ perFile, perExecution }: PageCaps): boolean {
	return perFile !== undefined || perExecution !== undefined;
}

/** A file with its pages; null where they cannot be told. */
interface CountedFile {
	name: string;
	pages: number | null | undefined;
}

/**
 * @returns the pages of the file
 * @throws InputFailure for a file above its cap, or one that cannot be counted while there is a cap
 */
export function cappedPages({ name, pages }: CountedFile, { perFile }: PageCaps): number {
	if (pages === null || pages === undefined)
		throw new InputFailure(
			`The pages of ${quoted(name)} cannot be counted before it is sent`,
			'A file is not sent while "Max Pages per File" or "Max Pages per Execution" is set and its pages cannot be counted, as in an encrypted or damaged PDF. Save it as a new PDF, or remove these options.',
		);
	if (perFile !== undefined && pages > perFile)
		throw new InputFailure(
			`The file ${quoted(name)} has ${pages} pages, and "Max Pages per File" is ${perFile}`,
			'Nothing was sent. Split the file, or raise "Max Pages per File".',
		);
	return pages;
}

/**
 * The pages that a node has sent in an execution, over loops, repetitions and the calls of a tool.
 * They stand in the data that n8n keeps with the execution for the node, so that an execution that
 * waits, or that another worker goes on with, counts on. A call without an execution, as under an
 * MCP Server Trigger, counts for itself.
 */
export class PageBudget {
	private readonly count: { execution?: unknown; pages?: unknown };

	constructor(context: Pick<IExecuteFunctions, 'getExecutionId' | 'getContext'>) {
		const execution = context.getExecutionId() as string | undefined;
		this.count = execution === undefined ? {} : keptCount(context);
		// Somebody who repeats a failed execution starts a new one with the data of the old one.
		if (this.count.execution !== execution) this.count.pages = 0;
		this.count.execution = execution;
	}

	/** To be called before the pages are sent. @throws InputFailure when they are too many */
	reserve(names: readonly string[], pages: number, { perExecution }: PageCaps): void {
		if (perExecution === undefined) return;
		if (this.used + pages > perExecution) {
			const [name = '', ...others] = names;
			const which =
				others.length === 0 ? `The file ${quoted(name)} has` : `The ${names.length} files have`;
			throw new InputFailure(
				`${which} ${counted(pages, 'page')}, and ${this.used} of the ${perExecution} of "Max Pages per Execution" are used`,
				'It was not sent. Raise "Max Pages per Execution", or send the rest in another execution.',
			);
		}
		this.count.pages = this.used + pages;
	}

	/** After an upload that failed: pages that may have been taken stay counted. */
	giveBack(failure: Failure, pages: number, { perExecution }: PageCaps): void {
		const isOpen = failure instanceof UnconfirmedFailure || mayHaveSucceeded(failure);
		if (perExecution !== undefined && !isOpen) this.count.pages = Math.max(0, this.used - pages);
	}

	private get used(): number {
		return typeof this.count.pages === 'number' ? this.count.pages : 0;
	}
}

function keptCount(context: Pick<IExecuteFunctions, 'getContext'>): PageBudget['count'] {
	const kept = context.getContext('node');
	return (kept.pagesSent ??= {}) as PageBudget['count'];
}
