import { sandboxClient } from '../../sandbox/client.mts';
import { hiddenTexts } from './sight.mts';
import { themes, useStage } from './stage.mts';

/** The words of the node's fields that have to be seen as soon as it is open. */
const FIELDS = ['Input Source', 'Input Data Field Name', 'What to Read', 'Wait for Completion'];

// The steps of a new user, each from where the one before it ends.
describe.each(themes)('in the %s theme', (theme) => {
	const stage = useStage(theme);

	/** Saves the open credential, whose test fails, until n8n says why. */
	const refusal = async (reason: string) => {
		const { editor, page } = stage;
		await editor.part('credential-save-button').click();
		await editor.dismissWord();
		const more = page.getByText('More details');
		const told = editor.part('credential-edit-dialog').getByText(reason);
		await more.or(told).first().waitFor();
		if (await more.isVisible()) await more.click();
		await told.waitFor();
		return told;
	};

	it.each(['handwriting', 'ocr', 'scan'])('the node is found with "%s"', async (word) => {
		const { editor, page, world } = stage;
		await page.goto(`${world.url}/workflow/new`);
		await editor.part('canvas-plus-button').click();
		await page.getByText('Trigger manually').click();
		await editor.part('canvas-handle-plus').first().click();
		await editor.part('node-creator-search-bar').fill(word);
		const found = editor
			.part('node-creator')
			.getByTestId('item-iterator-item')
			.filter({ has: page.getByText('Handwriting OCR', { exact: true }) });
		await found.waitFor();
		await stage.picture(`search for ${word}`);
		expect(await hiddenTexts(found)).toEqual([]);
	});

	it('its actions say what they give', async () => {
		const { editor, page } = stage;
		await page.getByText('Handwriting OCR', { exact: true }).click();
		const action = page.getByText('Upload document and get text');
		await action.waitFor();
		await stage.picture('actions');
		expect(await hiddenTexts(action)).toEqual([]);
		await action.click();
		await editor.part('ndv').waitFor();
		await stage.picture('new node');
		for (const field of FIELDS)
			expect(await hiddenTexts(editor.part('ndv').getByText(field, { exact: true }))).toEqual([]);
	});

	it('a mistyped token is refused in words', async () => {
		const { editor, world } = stage;
		await editor.part('node-credentials-select').first().click();
		await editor.part('node-credentials-select-item-new').last().click();
		await editor.fill('apiToken', 'mistyped');
		await editor.fill('baseUrl', `${world.sandboxUrl}/v3`);
		const message = await refusal('The API token is not valid');
		await stage.picture('credential with a mistyped token');
		expect(await hiddenTexts(message)).toEqual([]);
	});

	it('a web page in place of the API is told from it', async () => {
		const { editor, world } = stage;
		await editor.fill('baseUrl', world.url);
		const message = await refusal('There is no API at the Base URL');
		await stage.picture('credential with a web page');
		expect(await hiddenTexts(message)).toEqual([]);
	});

	it('a firewall in between is told beside the token', async () => {
		const { editor, world } = stage;
		const sandbox = sandboxClient(world.sandboxUrl);
		const { token } = await sandbox.createAccount();
		await sandbox.addFault({ token, route: 'account', status: 401, html: true, times: null });
		await editor.fill('apiToken', token);
		await editor.fill('baseUrl', `${world.sandboxUrl}/v3`);
		const message = await refusal('If it works elsewhere, a firewall');
		await stage.picture('credential behind a firewall');
		expect(await hiddenTexts(message)).toEqual([]);
	});

	it('the right token is tested', async () => {
		const { editor, page, world } = stage;
		const { token } = await sandboxClient(world.sandboxUrl).createAccount();
		await editor.fill('apiToken', token);
		await editor.fill('baseUrl', `${world.sandboxUrl}/v3`);
		await editor.part('credential-save-button').click();
		// n8n closes the credential once its test has gone well.
		await editor.part('credential-edit-dialog').waitFor({ state: 'detached' });
		await editor.dismissWord();
		await editor.part('credential-edit-button').click();
		const tested = page.getByText('Connection tested successfully');
		await tested.waitFor();
		await stage.picture('credential');
		expect(await hiddenTexts(tested)).toEqual([]);
	});
});
