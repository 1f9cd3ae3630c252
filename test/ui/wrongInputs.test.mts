import { gridFlow } from './flows.mts';
import { hiddenTexts } from './sight.mts';
import { themes, useStage } from './stage.mts';
import { cellOf, wrongInputs } from './wrongInputs.mts';

describe.each(themes)('in the %s theme, a wrong input is told with its next step', (theme) => {
	const stage = useStage(theme);

	describe.each(wrongInputs)('in $type', (node) => {
		beforeAll(async () => {
			const cells = node.inputs.map((input) => cellOf(stage.world, node, input));
			const { id } = await gridFlow(stage.world, `Wrong inputs of ${node.type}`, cells);
			await stage.editor.openWorkflow(id);
		});

		afterEach(async () => await stage.editor.closeNode());

		it.each(node.inputs)('$name', async ({ name, heldBack, says, next }) => {
			const { editor } = stage;
			await editor.openNode(name);
			await editor.startStep();
			if (heldBack) {
				await editor.word.waitFor();
				await editor.settle();
				expect(await hiddenTexts(editor.word)).toEqual([]);
				expect(await editor.word.innerText()).toContain(says);
				expect(await editor.word.innerText()).toContain(next);
				await stage.picture(`wrong input of ${node.type}: ${name}`);
				await editor.dismissWord();
				return;
			}
			await editor.dismissWord();
			await stage.picture(`wrong input of ${node.type}: ${name}`);
			const message = editor.part('output-panel').getByTestId('node-error-message');
			const description = editor.part('output-panel').getByTestId('node-error-description');
			expect(await message.innerText()).toContain(says);
			expect(await description.innerText()).toContain(next);
			expect(await hiddenTexts(message)).toEqual([]);
			expect(await hiddenTexts(description)).toEqual([]);
		});
	});
});
