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
	'http://localhost./',
	'http://2130706433/',
	'http://0x7f.1/',
	'http://100.100.100.200/',
	'http://198.18.0.1/',
	'http://224.0.0.1/',
	'http://255.255.255.255/',
	'http://[::ffff:127.0.0.1]/',
	'http://[::ffff:10.0.0.1]/',
	'http://[64:ff9b::169.254.169.254]/',
	'http://[fe80::1]/',
	'http://[ff02::1]/',
	'http://redis:6379/',
])('%s is out of reach of a service on the internet', (address) =>
	expect(isPrivate(new URL(address))).toBe(true),
);

it.each([
	'https://n8n.example.com/webhook/1',
	'https://172.15.0.1/',
	'https://11.0.0.1/',
	'https://localhost.example.com/',
	'https://[2001:db8::1]/',
	'https://[::ffff:8.8.8.8]/',
	'https://10.example.com/',
	'https://100.128.0.1/',
	'https://local.example.org/',
])('%s may be within reach', (address) => expect(isPrivate(new URL(address))).toBe(false));
