import type { JsonObject } from '../shared/json.mts';
import type { Template } from './organizations.mts';

type DefaultTemplate = Omit<Template, 'templateId' | 'projectId' | 'createdAt'>;

const base = { instructions: null, isActive: true, templateSchema: {} };

const text = (description: string): JsonObject => ({ type: 'string', description });

/**
 * The templates of a new organization's first and second project: every result format, and one that
 * is switched off.
 */
export const defaultTemplates: readonly DefaultTemplate[][] = [
	[
		{ ...base, name: 'Full page', description: 'Text, fields and tables', resultFormat: 'json' },
		{
			...base,
			name: 'Membership form',
			description: 'A form filled in by hand',
			resultFormat: 'json',
			templateSchema: {
				firstName: text('First name'),
				lastName: text('Last name'),
				town: text('Town'),
				phone: text('Phone number'),
				membership: text('Kind of membership'),
			},
		},
		{
			...base,
			name: 'Price list',
			description: 'Rows of a table',
			resultFormat: 'csv',
			templateSchema: { items: { type: 'array', description: 'The rows' } },
		},
		{ ...base, name: 'Plain text', description: 'What is written', resultFormat: 'text' },
		{
			...base,
			name: 'Retired',
			description: 'No longer in use',
			resultFormat: 'json',
			isActive: false,
		},
	],
	[
		{ ...base, name: 'Letters', description: 'Text of letters', resultFormat: 'docx' },
		{ ...base, name: 'Print', description: 'For printing', resultFormat: 'pdf' },
		{ ...base, name: 'Web page', description: 'For the web', resultFormat: 'html' },
		{ ...base, name: 'Exchange', description: 'For other programs', resultFormat: 'xml' },
	],
];
