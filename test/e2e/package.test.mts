import { newCredential, sharedN8n, sharedSandbox } from '../support/e2e/shared.mts';

const PACKAGE = 'n8n-nodes-handwriting-ocr';

describe('the packed package in a real n8n', () => {
	const n8n = sharedN8n();

	test('brings its nodes under their names', async () => {
		const names = (await n8n.nodeTypes())
			.map(({ name }) => name)
			.filter((name) => name.startsWith(`${PACKAGE}.`));
		expect(names).toEqual(
			expect.arrayContaining([
				`${PACKAGE}.handwritingOcr`,
				`${PACKAGE}.handwritingOcrTrigger`,
				`${PACKAGE}.handwritingOcrTool`,
				`${PACKAGE}.natifAi`,
				`${PACKAGE}.natifAiTool`,
			]),
		);
	});

	test('every node has an icon for light and for dark that n8n serves', async () => {
		const types = (await n8n.nodeTypes()).filter(({ name }) => name.startsWith(`${PACKAGE}.`));
		expect(types.length).toBeGreaterThan(0);
		for (const { name, iconUrl } of types) {
			if (typeof iconUrl !== 'object') throw new Error(`${name} has no pair of icons`);
			for (const path of [iconUrl.light, iconUrl.dark]) {
				const response = await n8n.session.fetch(`/${path}`);
				expect([name, path, response.status, response.headers.get('content-type')]).toEqual([
					name,
					path,
					200,
					'image/svg+xml',
				]);
			}
		}
	});

	test('the credential test passes with the token', async () => {
		const { credential } = await newCredential(n8n);
		expect(await n8n.testCredential(credential)).toEqual({
			status: 'OK',
			message: 'Connection successful!',
		});
	});

	test('the credential test fails with another token', async () => {
		const credential = await n8n.createCredential({
			name: 'Wrong token',
			type: 'handwritingOcrApi',
			data: { apiToken: '1|wrong', baseUrl: `${sharedSandbox().url}/v3`, webhookSecret: '' },
		});
		expect(await n8n.testCredential(credential)).toMatchObject({ status: 'Error' });
	});
});
