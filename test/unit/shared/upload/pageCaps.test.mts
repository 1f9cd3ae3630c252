import '../../../support/seed.mts';

import fc from 'fast-check';
import type { IContextObject } from 'n8n-workflow';

import { ConnectionFailure, ServiceFailure } from '../../../../nodes/shared/core/errors.ts';
import {
	cappedPages,
	isCapped,
	PageBudget,
	pageCapsOf,
} from '../../../../nodes/shared/upload/pageCaps.ts';

/** An execution as n8n hands it to a node, with what it keeps for the node. */
const execution = (id: string | undefined, kept: IContextObject = {}) => ({
	getExecutionId: () => id as string,
	getContext: (of: string) => (of === 'node' ? kept : {}),
});

const refused = new ServiceFailure('refused', '', 422, {});
const lost = new ConnectionFailure('lost', '', 'ECONNRESET', true);
const unsent = new ConnectionFailure('unsent', '', 'ECONNREFUSED', false);
const CAP = { perExecution: 20 };

describe('the options', () => {
	it.each([undefined, null, ''])('are off at %p', (value) => {
		const caps = pageCapsOf({ maxPagesPerFile: value, maxPagesPerExecution: value });
		expect(caps).toEqual({});
		expect(isCapped(caps)).toBe(false);
	});

	it('are whole numbers from 1 on', () => {
		const caps = pageCapsOf({ maxPagesPerFile: 1, maxPagesPerExecution: '30' });
		expect(caps).toEqual({ perFile: 1, perExecution: 30 });
		expect(() => pageCapsOf({ maxPagesPerFile: 0 })).toThrow('Max Pages per File');
		expect(() => pageCapsOf({ maxPagesPerExecution: 1.5 })).toThrow('Max Pages per Execution');
	});

	it.each([{ perFile: 1 }, { perExecution: 1 }])('each of them alone is a cap: %p', (caps) => {
		expect(isCapped(caps)).toBe(true);
	});
});

describe('a file', () => {
	it('may have as many pages as its cap', () => {
		expect(cappedPages({ name: 'a.pdf', pages: 3 }, { perFile: 3 })).toBe(3);
		expect(cappedPages({ name: 'a.pdf', pages: 300 }, CAP)).toBe(300);
		expect(() => cappedPages({ name: 'a.pdf', pages: 4 }, { perFile: 3 })).toThrow(
			'The file "a.pdf" has 4 pages, and "Max Pages per File" is 3',
		);
	});

	it.each([null, undefined])('has to be counted: %p', (pages) => {
		expect(() => cappedPages({ name: 'a.pdf', pages }, CAP)).toThrow(
			'The pages of "a.pdf" cannot be counted before it is sent',
		);
	});
});

describe('an execution', () => {
	const request = fc.record({
		pages: fc.integer({ min: 1, max: 9 }),
		/** What becomes of it: pages are given back where nothing can have been sent. */
		failure: fc.constantFrom(undefined, refused, lost, unsent),
		/** n8n may run the node anew between any two. */
		isNewRun: fc.boolean(),
	});

	it('never sends more pages than its cap, over any number of runs', () => {
		fc.assert(
			fc.property(fc.array(request, { maxLength: 40 }), (requests) => {
				const context = execution('7');
				let budget = new PageBudget(context);
				let sent = 0;
				for (const { pages, failure, isNewRun } of requests) {
					if (isNewRun) budget = new PageBudget(context);
					const fits = sent + pages <= CAP.perExecution;
					const reserve = () => budget.reserve(['a.pdf'], pages, CAP);
					if (fits) expect(reserve).not.toThrow();
					else expect(reserve).toThrow(`and ${sent} of the 20 of "Max Pages per Execution"`);
					if (!fits) continue;
					if (failure) budget.giveBack(failure, pages, CAP);
					if (!failure || failure === lost) sent += pages;
				}
			}),
		);
	});

	it('counts for itself, also with the data of another one', () => {
		const kept: IContextObject = {};
		new PageBudget(execution('7', kept)).reserve(['a.pdf'], 20, CAP);
		const next = new PageBudget(execution('8', kept));
		expect(() => next.reserve(['b.pdf'], 20, CAP)).not.toThrow();
		expect(() => next.reserve(['c.pdf'], 1, CAP)).toThrow('The file "c.pdf" has 1 page, and 20');
	});

	it('is each call of a tool that has none', () => {
		const call = execution(undefined);
		new PageBudget(call).reserve(['a.pdf'], 20, CAP);
		expect(() => new PageBudget(call).reserve(['b.pdf'], 20, CAP)).not.toThrow();
	});

	it('says of several files how many they are', () => {
		const budget = new PageBudget(execution('7'));
		expect(() => budget.reserve(['a.pdf', 'b.pdf'], 21, CAP)).toThrow(
			'The 2 files have 21 pages, and 0 of the 20',
		);
	});

	it('counts nothing without a cap', () => {
		const kept: IContextObject = {};
		const budget = new PageBudget(execution('7', kept));
		budget.reserve(['a.pdf'], 500, {});
		budget.giveBack(refused, 500, {});
		expect(kept.pagesSent).toEqual({ execution: '7', pages: 0 });
	});
});
