import { newCredential, sharedN8n, sharedSandbox } from '../support/e2e/shared.mts';
import { nodeType, publishedPackages } from '../../sandbox/launch/packages.mjs';

describe('the packed packages in a real n8n', () => {
	const n8n = sharedN8n();

	test('brings its nodes under their names', async () => {
		const names = (await n8n.nodeTypes()).map(({ name }) => name);
		expect(names).toEqual(
			expect.arrayContaining([
				'n8n-nodes-handwriting-ocr.handwritingOcr',
				'n8n-nodes-handwriting-ocr.handwritingOcrTrigger',
				'n8n-nodes-handwriting-ocr.handwritingOcrPollingTrigger',
				'n8n-nodes-handwriting-ocr.handwritingOcrTool',
				'n8n-nodes-natif-ai.natifAi',
				'n8n-nodes-natif-ai.natifAiTool',
				'n8n-nodes-ocriva.ocriva',
				'n8n-nodes-ocriva.ocrivaTool',
				'n8n-nodes-ocriva.ocrivaTrigger',
			]),
		);
	});

	test('every node has an icon for light and for dark that n8n serves', async () => {
		const ours = publishedPackages.flatMap(({ nodes }) => nodes.map(nodeType));
		const types = (await n8n.nodeTypes()).filter(({ name }) => ours.includes(name));
		expect(types).toHaveLength(ours.length);
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
