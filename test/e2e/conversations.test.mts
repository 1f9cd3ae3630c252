import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredCredential } from '../../sandbox/n8n/client.mts';
import { isObject } from '../../sandbox/n8n/client/session.mts';
import { readExamples } from '../../sandbox/n8n/examples.mts';
import { openChat } from '../support/agents/chat.mts';
import { startChatModel } from '../support/agents/chatModel.mts';
import { importExample } from '../support/e2e/example.mts';
import { nextPage, sendForm } from '../support/e2e/forms.mts';
import { newCredential, sharedN8n, sharedSandbox } from '../support/e2e/shared.mts';

const LETTER = join(import.meta.dirname, '../../sandbox/samples/letter.png');

describe('the workflows that speak with a person, in a real n8n', () => {
	const n8n = sharedN8n();

	/** Runs something while an example is published, with the address part of its trigger. */
	async function whilePublished(
		file: string,
		credentials: StoredCredential[],
		run: (webhookId: string) => Promise<void>,
	): Promise<void> {
		const workflow = await importExample(n8n, file, credentials);
		await n8n.publish(workflow);
		try {
			const trigger = (await readExamples()).get(file)?.nodes[0];
			await run(trigger?.webhookId ?? '');
		} finally {
			await n8n.unpublish(workflow);
		}
	}

	/** Sends photos of these names to a form, and gives the address of the next page. */
	async function sendPhotos(webhookId: string, names: string[]): Promise<string> {
		const content = await readFile(LETTER);
		return await sendForm(`${n8n.session.url}/form/${webhookId}`, {
			'field-0': names.map((name) => ({ name, type: 'image/png', content })),
		});
	}

	test('a form with several photos gives one letter, and shows it', async () => {
		const { account, credential } = await newCredential(n8n);
		await whilePublished('form-photos-to-one-letter', [credential], async (webhookId) => {
			const names = ['first.png', 'second.png', 'third.png'];
			const page = await nextPage(await sendPhotos(webhookId, names));
			expect(page).toContain('Your letter');
			expect(page).toContain(names.map((name) => `text of ${name}, page 1`).join('\n\n'));
			expect(await sharedSandbox().documents(account.token)).toHaveLength(3);
		});
	});

	test('an unclear page is shown beside its text, and put right by hand', async () => {
		const { credential } = await newCredential(n8n);
		await whilePublished('check-by-hand', [credential], async (webhookId) => {
			const address = await sendPhotos(webhookId, ['what is this [1].png']);
			const page = await nextPage(address);
			expect(page).toContain('Is this what it says?');
			expect(page).toContain('text of what is this [1].png, page 1');
			const [, picture = ''] = /<img src="([^"]+)"/.exec(page) ?? [];
			const response = await fetch(picture.replaceAll('&amp;', '&'));
			expect([response.status, response.headers.get('content-type')]).toEqual([
				200,
				expect.stringMatching(/^image\//),
			]);
			await sendForm(address, { 'field-1': 'What it really says' });
			expect(await nextPage(address)).toContain('What it really says');
		});
	});

	test('a clear page is shown to nobody', async () => {
		const { credential } = await newCredential(n8n);
		await whilePublished('check-by-hand', [credential], async (webhookId) => {
			const page = await nextPage(await sendPhotos(webhookId, ['clear.png']));
			expect(page).toContain('Thank you');
			expect(page).toContain('text of clear.png, page 1');
		});
	});

	test.each([
		['Delete it', 0, '"deleted":true'],
		['Keep it', 1, 'User rejected'],
	])('an agent reads, and asks before it deletes: %s', async (button, left, told) => {
		const { account, credential } = await newCredential(n8n);
		const [document] = await sharedSandbox().seedDocuments(account.token, [{ fileName: 'a.png' }]);
		const model = await startChatModel([
			{
				calls: [
					{
						name: 'Delete_document',
						arguments: { toolParameters: { Document_ID: document?.id }, hitlParameters: {} },
					},
				],
			},
			{
				calls: [
					{
						name: 'Read_document',
						arguments: { Document_URL: `${sharedSandbox().url}/samples/letter.png` },
					},
				],
			},
			{ text: 'That is all.' },
		]);
		try {
			const modelCredential = await n8n.createCredential({
				name: 'Stand-in model',
				type: 'openAiApi',
				data: { apiKey: 'none', url: model.url },
			});
			const credentials = [credential, modelCredential];
			await whilePublished('agent-that-asks-first', credentials, async (webhookId) => {
				const chat = await openChat(n8n.session.url, webhookId, 'Delete a.png, read the letter');
				try {
					const question = await chat.next();
					if (!isObject(question)) throw new Error(`the chat said "${question}"`);
					expect(question.text).toBe(`Delete the document ${document?.id} for good?`);
					expect(await sharedSandbox().documents(account.token)).toHaveLength(1);
					await chat.press(question, button);
					expect(await chat.next()).toBe('That is all.');
				} finally {
					chat.close();
				}
			});
			expect(model.toolAnswers()).toEqual([
				expect.stringContaining(told),
				expect.stringContaining('text of letter.png, page 1'),
			]);
			const ids = (await sharedSandbox().documents(account.token)).map(({ id }) => id);
			expect(ids.filter((id) => id === document?.id)).toHaveLength(left);
		} finally {
			await model.stop();
		}
	});
});
