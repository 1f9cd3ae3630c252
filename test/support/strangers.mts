import type { JsonValue } from '../../sandbox/server/shared/json.mts';

/** What stands between n8n and a service, or in its place, answers. */
export const PAGES = {
	'a firewall': `<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head><body>Sorry, you have been blocked</body></html>`,
	'a login page': `\n\n<html lang="en"><head><TITLE>Sign in</TITLE></head><body><form></form></body></html>`,
	'a page without a title': `<?xml version="1.0"?><html><body>Down for maintenance</body></html>`,
} as const;

/** Other servers that speak JSON, with success as their status. */
export const OTHER_JSON: JsonValue[] = [
	{ status: 'ok' },
	{ status: 'error', message: 'Down for maintenance' },
	{ message: 'It works!', version: '1.0.0' },
	{},
	[],
	[{ name: 'other' }],
	'ready',
	null,
];
