import { describeError as handwritingOcr } from '../../../../nodes/HandwritingOcr/api/errors.ts';
import { describeError as natifAi } from '../../../../packages/natif-ai/nodes/NatifAi/api/errors.ts';
import { describeError as ocriva } from '../../../../packages/ocriva/nodes/Ocriva/api/errors.ts';

/** What every service's refusals have in common. */
describe.each([
	['Handwriting OCR', handwritingOcr, 'upload', 'list'],
	['Natif.ai', natifAi, 'process', 'workflows'],
	['Ocriva', ocriva, 'upload', 'list'],
])('%s', (_service, describeError, upload, list) => {
	const at = (route: string, status: number, text: string | null) =>
		describeError({ route, status, text, body: { detail: text } });

	it.each([
		[422, 'The file must be a file of type: pdf, jpg.'],
		[422, 'Unsupported file type'],
		[400, 'fileType must be one of pdf, image'],
		[400, 'The mime type is not valid'],
		[415, 'Unsupported'],
	])('says that the type of a file is not taken: %d, %s', (status, text) => {
		const { message, nextStep } = at(upload, status, text);
		expect(message).toBe(`The service does not take this type of file: ${text}`);
		expect(nextStep).toMatch(/^Use a PDF, /);
	});

	it('takes nothing else for a matter of types', () => {
		expect(at(upload, 422, 'The extractor id is not valid.').message).not.toContain('type of file');
		expect(at(list, 422, 'Unsupported file type').message).not.toContain('type of file');
	});

	it('says to what is gone what it says to what never was there', () => {
		for (const route of [upload, list, 'get'])
			expect(at(route, 410, null)).toEqual(at(route, 404, null));
	});

	it('says that something conflicts with what is there, and to look first', () => {
		expect(at(upload, 409, null).nextStep).toMatch(/\b[Ll]ook\b/);
	});
});
