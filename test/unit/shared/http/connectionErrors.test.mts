import { UserError } from 'n8n-workflow';
import { ConnectionFailure, InputFailure } from '../../../../nodes/shared/core/errors.ts';
import {
	connectionFailure,
	interrupted,
	isPermanent,
} from '../../../../nodes/shared/http/connectionErrors.ts';

const HOST = 'api.example.com';

/** An error of the HTTP client with a cause of the platform, as n8n hands it on. */
const failed = (code: string, more: Record<string, unknown> = {}) => {
	const cause = Object.assign(new Error(code), { code, ...more });
	const sent = Object.assign(new Error(code), { code, isAxiosError: true, cause });
	return Object.assign(new Error('wrapped'), { cause: sent });
};
const told = (error: unknown) => {
	const failure = connectionFailure(error, HOST);
	if (!(failure instanceof ConnectionFailure)) throw failure;
	return failure;
};

it.each([
	['ECONNREFUSED', { syscall: 'connect' }],
	['ENOTFOUND', { syscall: 'getaddrinfo' }],
	['EAI_AGAIN', { syscall: 'getaddrinfo' }],
	['EHOSTUNREACH', { syscall: 'connect' }],
	['ENETUNREACH', { syscall: 'connect' }],
	['EADDRNOTAVAIL', { syscall: 'connect' }],
	['CERT_HAS_EXPIRED', {}],
	['DEPTH_ZERO_SELF_SIGNED_CERT', {}],
	['SELF_SIGNED_CERT_IN_CHAIN', {}],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', {}],
	['ERR_TLS_CERT_ALTNAME_INVALID', {}],
	['HOSTNAME_MISMATCH', {}],
])('%s %j comes before anything was sent', (code, more) => {
	expect(told(failed(code, more)).mayHaveArrived).toBe(false);
});

it.each([
	['ECONNRESET', 'socket hang up', true],
	['ECONNRESET', 'read ECONNRESET', true],
	['ECONNABORTED', 'timeout of 60000ms exceeded', true],
	['EHOSTUNREACH', 'read EHOSTUNREACH', true],
	['EHOSTUNREACH', 'connect EHOSTUNREACH 10.0.0.1:443', false],
	['ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:443', false],
	['ENOTFOUND', 'getaddrinfo ENOTFOUND api.example.com', false],
	['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate', false],
])('knows %s (%s) where n8n 1 has lost the cause', (code, message, mayHaveArrived) => {
	const words = 'The connection to the server was closed unexpectedly';
	const lost = { cause: undefined, httpCode: code, messages: [message] };
	const failure = told(Object.assign(new Error(words), lost));
	expect([failure.code, failure.mayHaveArrived]).toEqual([code, mayHaveArrived]);
});

it('finds out where several addresses of a host were tried', () => {
	const tried = Object.assign(new Error('connect'), { code: 'EHOSTUNREACH', syscall: 'connect' });
	const failure = told(failed('EHOSTUNREACH', { errors: [tried, tried] }));
	expect([failure.code, failure.mayHaveArrived]).toEqual(['EHOSTUNREACH', false]);
});

it.each([
	['ECONNRESET', { syscall: 'read' }],
	['EPIPE', { syscall: 'write' }],
	['EHOSTUNREACH', { syscall: 'read' }],
	['ENETUNREACH', { syscall: 'write' }],
	['ECONNABORTED', {}],
	['ETIMEDOUT', { syscall: 'read' }],
	['EPROTO', { syscall: 'write' }],
	['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', {}],
	['ERR_SSL_BAD_RECORD_TYPE', {}],
	['ERR_SSL_WRONG_VERSION_NUMBER', {}],
	['ERR_BAD_RESPONSE', {}],
])('%s %j may come after it has arrived', (code, more) => {
	const failure = told(failed(code, more));
	expect([failure.mayHaveArrived, isPermanent(failure)]).toEqual([true, false]);
});

it.each(['ENOTFOUND', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT'])(
	'%s will come again',
	(code) => {
		expect(isPermanent(told(failed(code)))).toBe(true);
	},
);

it("hands on n8n's own words where n8n refused to send", () => {
	const refused = new UserError('The request was blocked: restricted IP address', {
		description: 'Ask your n8n administrator to allow it.',
	});
	const failure = connectionFailure(Object.assign(new Error('other'), { cause: refused }), HOST);
	expect(failure).toBeInstanceOf(InputFailure);
	expect(failure).toMatchObject({
		message: 'n8n did not send the request: The request was blocked: restricted IP address',
		nextStep: 'Ask your n8n administrator to allow it.',
	});
});

it('passes on what the credential refuses', () => {
	const own = new InputFailure('No address', 'Set one.');
	expect(connectionFailure(Object.assign(new Error('wrapped'), { cause: own }), HOST)).toBe(own);
});

it('knows that a body which ends half-way was answered', () => {
	expect(interrupted(new Error('no code'), HOST)).toMatchObject({
		message: 'The connection to api.example.com broke off',
		mayHaveArrived: true,
	});
});
