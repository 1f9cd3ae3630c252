import { isPrivate } from '../../../../nodes/shared/core/privateAddress';

it.each([
	'http://localhost:5678/x',
	'http://127.0.0.1/',
	'http://10.1.2.3/',
	'https://192.168.0.4/',
	'http://172.20.1.1/',
	'http://169.254.0.1/',
	'http://[::1]:5678/',
	'http://[fd12::1]/',
	'http://n8n.local/',
	'http://n8n.internal/',
])('%s is out of reach of a service on the internet', (address) =>
	expect(isPrivate(new URL(address))).toBe(true),
);

it.each([
	'https://n8n.example.com/webhook/1',
	'https://172.15.0.1/',
	'https://11.0.0.1/',
	'https://localhost.example.com/',
	'https://[2001:db8::1]/',
	'https://local.example.org/',
])('%s may be within reach', (address) => expect(isPrivate(new URL(address))).toBe(false));
