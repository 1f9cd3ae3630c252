import fc from 'fast-check';
import { describeError } from '../../../../nodes/HandwritingOcr/api/errors.ts';
import '../../../support/seed.mts';

const at = (route: string, status: number, text: string | null = null, body: unknown = {}) =>
	describeError({ route, status, text, body });

it.each([
	['get', 400, 'The service could not use the request'],
	['get', 401, 'The API token is not valid'],
	['get', 403, 'The account has no permission for this'],
	['get', 404, 'There is no such document'],
	['upload', 413, 'The file is too large'],
	['upload', 415, 'The service does not take this type of file'],
	['upload', 422, 'The service did not accept a value'],
	['list', 429, 'The service asks for fewer requests'],
	['download', 400, 'The document cannot be given in this format'],
	['list', 500, 'The service answered with status 500'],
	['list', 418, 'The service refused the request (status 418)'],
	['list', 302, 'The service redirected the request (status 302)'],
	['topUp', 401, 'The API token is not valid'],
	['topUp', 402, 'The bank asks for authentication of the payment'],
	['topUp', 403, 'The top-up was refused'],
	['topUp', 422, 'The top-up was refused'],
	['topUp', 429, 'A purchase succeeded less than 5 minutes ago'],
	['topUp', 500, 'The service answered with status 500'],
])('%s %d: %s', (route, status, message) => {
	expect(at(route, status).message).toBe(message);
	expect(at(route, status, 'Own words.').message).toBe(
		status === 302 ? message : `${message}: Own words.`,
	);
});

it('does not say the same twice', () => {
	expect(at('upload', 403, 'not enough page credits').message).toBe('Not enough page credits');
});

it('takes a refused upload for a matter of credits only when the service says so', () => {
	expect(at('upload', 403).message).toBe('The service refused the upload');
	expect(at('upload', 403, 'Insufficient page credits').message).toContain(
		'Not enough page credits',
	);
	expect(at('upload', 403, 'Your balance is too low').message).toContain('Not enough page credits');
	expect(at('upload', 403, 'Upgrade your plan').message).toBe(
		'The service refused the upload: Upgrade your plan',
	);
});

it.each([
	[
		'retry_after as a time',
		429,
		{ retry_after: '2026-03-05T15:00:00Z' },
		'Check the balance with Account > Get before you buy again. Possible again at 15:00 UTC.',
	],
	[
		'retry_after in seconds',
		429,
		{ retry_after: 120 },
		'Check the balance with Account > Get before you buy again. Possible again in 120 seconds.',
	],
	[
		'retry_after in seconds as text',
		429,
		{ retry_after: '120' },
		'Check the balance with Account > Get before you buy again. Possible again in 120 seconds.',
	],
	[
		'a decline code',
		422,
		{ error: 'payment_failed', decline_code: 'expired_card' },
		'Check the payment method in the dashboard. Nothing was bought. The bank says: expired card.',
	],
	[
		'a code in a list of errors',
		422,
		{ message: 'Refused', errors: { payment: ['no_payment_method'] } },
		'Save one in the dashboard, then run this step again. Nothing was bought.',
	],
	[
		'an address for the bank',
		402,
		{ authentication_url: 'https://bank.example/1' },
		'Complete it at https://bank.example/1, then run this step again.',
	],
	['no address for the bank', 402, {}, 'Complete it in the dashboard, then run this step again.'],
	[
		'nothing known',
		422,
		'text',
		'Check "Amount" and the payment method in the dashboard. Nothing was bought.',
	],
])('a top-up with %s', (_case, status, body, nextStep) => {
	expect(at('topUp', status, null, body).nextStep).toBe(nextStep);
});

it('has a message and a next step for everything', () => {
	const route = fc.constantFrom(
		'upload',
		'list',
		'get',
		'download',
		'image',
		'delete',
		'account',
		'topUp',
	);
	fc.assert(
		fc.property(
			route,
			fc.integer({ min: 300, max: 599 }),
			fc.option(fc.string()),
			fc.jsonValue(),
			(name, status, text, body) => {
				const { message, nextStep } = at(name, status, text, body);
				expect([message, nextStep].every((part) => part.length > 10)).toBe(true);
				expect(message + nextStep).not.toMatch(/undefined|\[object/);
			},
		),
	);
});
