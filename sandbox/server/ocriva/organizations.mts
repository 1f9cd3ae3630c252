import { randomBytes } from 'node:crypto';
import type { Account, Accounts } from '../shared/accounts.mts';
import { ControlError } from '../shared/controlError.mts';
import { randomAlphanumeric } from '../shared/identifiers.mts';
import type { JsonObject } from '../shared/json.mts';
import type { KeptFiles } from '../shared/keptFiles.mts';
import { defaultTemplates } from './defaultTemplates.mts';
import type { Settings } from './settings.mts';

/** Formats of results and exports (documented). */
export const formats = ['json', 'text', 'xml', 'html', 'csv', 'pdf', 'docx'] as const;

export type Format = (typeof formats)[number];

/** A project with its own key. Times are milliseconds since 1970. */
export type Project = {
	id: string;
	name: string;
	description: string;
	token: string;
	createdAt: number;
};

/**
 * What is to be read out of a document; `templateSchema` is a JSON Schema object or its properties.
 */
export type Template = {
	templateId: string;
	projectId: string;
	name: string;
	description: string;
	templateSchema: JsonObject;
	instructions: string | null;
	isActive: boolean;
	resultFormat: Format;
	createdAt: number;
};

/** What an account holds besides its documents. */
export type Organization = {
	accountId: string;
	id: string;
	userId: string;
	projects: Project[];
	templates: Template[];
};

/** Who asks: `project` is the one of a project key, null with a key of the organization. */
export type Caller = {
	account: Account<Settings>;
	organization: Organization;
	project: Project | null;
};

/** An id as the documented samples show them: 24 hexadecimal digits. */
export function newId(): string {
	return randomBytes(12).toString('hex');
}

/** A key of the documented form. */
export function newKey(): string {
	return `ocr_live_${randomAlphanumeric(40)}`;
}

/**
 * The organizations; each account's own token is the organization's key, and each project has one
 * more.
 */
export class Organizations {
	readonly accounts: Accounts<Settings>;
	readonly #files: KeptFiles;
	readonly #byAccount = new Map<string, Organization>();
	/** Key of a project to the organization's. */
	readonly #projectKeys = new Map<string, string>();

	constructor(accounts: Accounts<Settings>, files: KeptFiles) {
		this.accounts = accounts;
		this.#files = files;
		for (const record of files.records('organizations'))
			this.#byAccount.set((record as Organization).accountId, record as Organization);
		for (const account of accounts.all()) this.#noteKeys(account, this.of(account));
	}

	/** The account that a key belongs to, be it the organization's or a project's. */
	byToken(token: string | undefined): Account<Settings> | undefined {
		return this.accounts.byToken(this.#projectKeys.get(token ?? '') ?? token);
	}

	/** Who asks with this key. */
	caller(token: string | undefined): Caller | undefined {
		const account = this.byToken(token);
		if (!account) return undefined;
		const organization = this.of(account);
		return {
			account,
			organization,
			project: organization.projects.find((project) => project.token === token) ?? null,
		};
	}

	/** Who asks with this key. @throws ControlError 404 */
	owner(token: string): Caller {
		const caller = this.caller(token);
		if (!caller) throw new ControlError(404, 'no account has this token');
		return caller;
	}

	/** The organization of an account; a new account gets two projects with templates. */
	of(account: Account<Settings>): Organization {
		const known = this.#byAccount.get(account.id);
		if (known) return known;
		const at = Date.now();
		const project = (name: string, description: string): Project => ({
			id: newId(),
			name,
			description,
			token: newKey(),
			createdAt: at,
		});
		const projects = [
			project('Front office', 'What customers send'),
			project('Archive', 'What lies in the cellar'),
		];
		const templates = projects.flatMap(({ id }, index) =>
			(defaultTemplates[index] ?? []).map((template) => ({
				...template,
				templateId: newId(),
				projectId: id,
				createdAt: at,
			})),
		);
		const organization = {
			accountId: account.id,
			id: newId(),
			userId: newId(),
			projects,
			templates,
		};
		this.#byAccount.set(account.id, organization);
		this.#noteKeys(account, organization);
		return organization;
	}

	/** Writes an organization to disk, when things are kept. */
	save(organization: Organization): Promise<void> {
		return this.#files.write(`organizations/${organization.accountId}.json`, () => organization);
	}

	#noteKeys(account: Account<Settings>, { projects }: Organization): void {
		for (const { token } of projects) this.#projectKeys.set(token, account.token);
	}
}
