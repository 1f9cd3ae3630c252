import type { IExecuteFunctions } from 'n8n-workflow';
import {
	CanceledFailure,
	ConnectionFailure,
	InputFailure,
	ServiceFailure,
} from '../../../../nodes/shared/core/errors.ts';
import {
	cappedPages,
	isCapped,
	PageBudget,
	pageCapsOf,
} from '../../../../nodes/shared/upload/pageCaps.ts';
import { UnconfirmedFailure } from '../../../../nodes/shared/upload/uploadErrors.ts';

describe('the caps', () => {
	it.each([
		[{}, { perFile: undefined, perExecution: undefined }],
		[
			{ maxPagesPerFile: '', maxPagesPerExecution: null },
			{ perFile: undefined, perExecution: undefined },
		],
		[
			{ maxPagesPerFile: 20, maxPagesPerExecution: '100' },
			{ perFile: 20, perExecution: 100 },
		],
		[{ maxPagesPerFile: 1 }, { perFile: 1, perExecution: undefined }],
	])('of %j', (options, caps) => {
		expect(pageCapsOf(options)).toEqual(caps);
		expect(isCapped(pageCapsOf(options))).toBe(
			caps.perFile !== undefined || caps.perExecution !== undefined,
		);
	});

	it.each([
		[{ maxPagesPerFile: 0 }, 'Max Pages per File'],
		[{ maxPagesPerFile: false }, 'Max Pages per File'],
		[{ maxPagesPerExecution: 1.5 }, 'Max Pages per Execution'],
		[{ maxPagesPerExecution: 'many' }, 'Max Pages per Execution'],
	])('%j names the option', (options, label) => {
		expect(() => pageCapsOf(options)).toThrow(InputFailure);
		expect(() => pageCapsOf(options)).toThrow(`"${label}" is`);
	});

	it('of one option alone are caps', () => {
		expect(isCapped({ perExecution: 1 })).toBe(true);
		expect(isCapped({ perFile: 1 })).toBe(true);
		expect(isCapped({})).toBe(false);
	});
});

describe('the pages of a file', () => {
	it('are given up to the cap', () => {
		expect(cappedPages({ name: 'a.pdf', pages: 20 }, { perFile: 20 })).toBe(20);
		expect(cappedPages({ name: 'a.pdf', pages: 2_000 }, {})).toBe(2_000);
	});

	it('above the cap keep it from being sent', () => {
		expect(() => cappedPages({ name: 'a.pdf', pages: 21 }, { perFile: 20 })).toThrow(
			expect.objectContaining({
				message: 'The file "a.pdf" has 21 pages, and "Max Pages per File" is 20',
				nextStep: 'Nothing was sent. Split the file, or raise "Max Pages per File".',
			}),
		);
	});

	it.each([null, undefined])('that cannot be counted (%p) do, too', (pages) => {
		expect(() => cappedPages({ name: 'a.pdf', pages }, { perExecution: 5 })).toThrow(
			expect.objectContaining({
				message: 'The pages of "a.pdf" cannot be counted before it is sent',
				nextStep: expect.stringContaining('"Max Pages per File" or "Max Pages per Execution"'),
			}),
		);
	});
});

describe('the budget of an execution', () => {
	const caps = { perExecution: 10 };
	/** An execution's data of the node, and a context that reads it. */
	const contextOf = (execution: string | undefined, kept: object = {}) =>
		({
			getExecutionId: () => execution,
			getContext: (type: string) => (type === 'node' ? kept : {}),
		}) as unknown as IExecuteFunctions;
	const unconfirmed = new UnconfirmedFailure('open', '');
	const lost = new ConnectionFailure('no answer', '', 'ECONNRESET', true);
	const refused = new ServiceFailure('no', '', 422, undefined);

	it('is used up by all that was sent, over the runs of the node', () => {
		const kept = {};
		new PageBudget(contextOf('1', kept)).reserve(['a.pdf'], 6, caps);
		const again = new PageBudget(contextOf('1', kept));
		again.reserve(['b.pdf'], 4, caps);
		expect(() => again.reserve(['c.pdf'], 1, caps)).toThrow(
			expect.objectContaining({
				message:
					'The file "c.pdf" has 1 page, and 10 of the 10 of "Max Pages per Execution" are used',
				nextStep:
					'It was not sent. Raise "Max Pages per Execution", or send the rest in another execution.',
			}),
		);
	});

	it('tells of several files together', () => {
		const budget = new PageBudget(contextOf('1'));
		expect(() => budget.reserve(['a.pdf', 'b.pdf'], 11, caps)).toThrow(
			'The 2 files have 11 pages, and 0 of the 10 of',
		);
	});

	it('is another one in an execution that repeats a failed one with its data', () => {
		const kept = {};
		new PageBudget(contextOf('1', kept)).reserve(['a.pdf'], 10, caps);
		expect(() => new PageBudget(contextOf('2', kept)).reserve(['a.pdf'], 10, caps)).not.toThrow();
	});

	it('is one for each call where there is no execution', () => {
		const kept = {};
		for (let call = 0; call < 2; call++)
			new PageBudget(contextOf(undefined, kept)).reserve(['a.pdf'], 10, caps);
		expect(kept).toEqual({});
	});

	it('counts nothing without a cap', () => {
		const budget = new PageBudget(contextOf('1'));
		budget.reserve(['a.pdf'], 1_000, {});
		budget.giveBack(refused, 1_000, {});
		expect(() => budget.reserve(['b.pdf'], 10, caps)).not.toThrow();
	});

	it.each([
		['that was refused', refused, true],
		['that was canceled before it left', new CanceledFailure(), true],
		['whose answer got lost', lost, false],
		['that was not confirmed', unconfirmed, false],
	])('gets back the pages of an upload %s: %#', (_case, failure, isBack) => {
		const budget = new PageBudget(contextOf('1'));
		budget.reserve(['a.pdf'], 10, caps);
		budget.giveBack(failure, 10, caps);
		const next = () => budget.reserve(['b.pdf'], 10, caps);
		if (isBack) expect(next).not.toThrow();
		else expect(next).toThrow('10 of the 10');
	});

	it('is never more than the whole', () => {
		const budget = new PageBudget(contextOf('1'));
		budget.giveBack(refused, 10, caps);
		expect(() => budget.reserve(['a.pdf'], 11, caps)).toThrow('0 of the 10');
	});
});
