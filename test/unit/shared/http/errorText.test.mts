import fc from 'fast-check';
import { apiText, isRefusal } from '../../../../nodes/shared/http/errorText.ts';
import '../../../support/seed.mts';

it.each([
	[{ message: 'Unauthenticated.' }, 'Unauthenticated.'],
	[{ error: 'Insufficient page credits' }, 'Insufficient page credits'],
	[{ error: { message: 'Too big' } }, 'Too big'],
	[{ error: { code: 'too_big' } }, 'too_big'],
	[
		{
			message: 'The given data was invalid.',
			errors: { action: ['The action is invalid.'], file: ['Missing.', 'Odd.'] },
		},
		'The given data was invalid: The action is invalid.; Missing.; Odd.',
	],
	[
		{ message: 'The action is invalid.', errors: { action: ['The action is invalid.'] } },
		'The action is invalid.',
	],
	[{ errors: ['one', { message: 'two' }] }, 'one; two'],
	[{ errors: 'only a text' }, 'only a text'],
	[{ detail: 'Not found.' }, 'Not found.'],
	[
		{
			detail: [
				{ loc: ['query', 'include', 0], msg: 'unknown value', type: 'type_error.enum' },
				{ loc: ['body', 'file'], msg: 'field required' },
			],
		},
		'query.include.0: unknown value; body.file: field required',
	],
	[{ detail: [{ msg: 'only words' }, 'a text', {}, null] }, 'only words; a text'],
	[{ detail: [] }, null],
	[{ Message: 'Of AWS' }, 'Of AWS'],
	[{ errorMessage: 'Of Java' }, 'Of Java'],
	[{ error: 'invalid_token', error_description: 'It is over' }, 'It is over'],
	[{ title: 'Too much', status: 400 }, 'Too much'],
	[{ code: 'payment_failed' }, 'payment_failed'],
	[{ error_code: 'payment_failed' }, 'payment_failed'],
	[{ message: '', error: 'Second choice' }, 'Second choice'],
	[{ message: 42 }, '42'],
	[
		{ statusCode: 400, message: ['name is empty', 'size is no number'], error: 'Bad Request' },
		'name is empty; size is no number',
	],
	[{ statusCode: 400, message: [], error: 'Bad Request' }, 'Bad Request'],
	['plain words\n', 'plain words'],
	['  ', null],
	['<!DOCTYPE html><h1>502</h1>', null],
	['\n <html>', null],
	['{"message": "half of', null],
	['[1, 2', null],
	[{}, null],
	[{ message: null, error: null }, null],
	[null, null],
	[undefined, null],
	[[], null],
	[{ success: false }, null],
])('%j says %j', (body, expected) => {
	expect(apiText(body)).toBe(expected);
});

it('keeps the beginning of a long text', () => {
	expect(apiText('x'.repeat(2_000))).toBe(`${'x'.repeat(500)} …`);
});

it('says something short or nothing about any JSON', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (body) => {
			const text = apiText(body);
			expect(text === null || text.length <= 502).toBe(true);
		}),
	);
});

it.each([
	[{ success: false }, true],
	[{ code: 401, message: 'Unauthorized' }, true],
	[{ type: 'about:blank', title: 'Gone', detail: 'It is over' }, true],
	[{ errors: ['bad'] }, true],
	[{ statusCode: 500, path: '/x' }, true],
	[{ title: 'Minutes of the board', type: 'letter', code: 'B-7' }, false],
	[{ version: '2', path: 'shelf 4' }, false],
	[{ status: 'ok' }, true],
	[{ status: 'Error', version: '2' }, true],
	[{ status: 'paid', reason: 'rent' }, false],
	[{ message: 'Dear Rosa', number: 7 }, false],
	[{}, false],
	[null, false],
])('of %j it is %p that it only refuses', (body, expected) => {
	expect(isRefusal(body)).toBe(expected);
});
