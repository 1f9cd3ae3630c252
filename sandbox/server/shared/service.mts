import type { FastifyInstance } from 'fastify';
import type { AccountInput } from './accounts.mts';
import type { FaultList } from './faults.mts';
import type { Journal } from './journal.mts';
import type { JsonObject, JsonValue } from './json.mts';
import type { KeptFiles } from './keptFiles.mts';

/** How the server was started. */
export type ServerOptions = {
	/** Port on 127.0.0.1; 0 = any free one. */
	port: number;
	/** Folder that keeps accounts and documents for the next start. */
	data?: string;
	/** `tesseract` reads the pages; `fixed` makes results up from file name and page number. */
	engine: 'tesseract' | 'fixed';
	/** Milliseconds that a document is in process, at least. */
	processingTime: number;
};

/** What every service is given. */
export type ServiceContext = {
	options: ServerOptions;
	faults: FaultList;
	journal: Journal;
	/** This service's own folder. */
	files: KeptFiles;
	/** Own address without a trailing slash; known once the server listens. */
	baseUrl: () => string;
};

/**
 * One of the services that the sandbox stands in for. The control API speaks to all of them through
 * this; an account is known by its token, which belongs to one service. Methods throw
 * `ControlError` for what cannot be done.
 */
export type SandboxService = {
	name: string;
	/** Adds the service's own routes. */
	register: (app: FastifyInstance) => void;
	owns: (token: string) => boolean;
	createAccount: (input: AccountInput) => Promise<JsonObject>;
	updateAccount: (token: string, input: AccountInput) => Promise<JsonObject>;
	/** Puts an account's clock forward by milliseconds. */
	advanceClock: (token: string, milliseconds: number) => Promise<JsonObject>;
	/** Everything that the account holds, internal state included. */
	documents: (token: string) => JsonValue;
	/** Puts documents in as they are described; answers with them. */
	seed: (token: string, documents: JsonObject[]) => Promise<JsonValue>;
	/** Ends the processing of a document at once. */
	finish: (token: string, input: JsonObject) => Promise<JsonValue>;
	/** Delivers a webhook now; answers with the receiver's answer. */
	sendWebhook: (token: string, input: JsonObject) => Promise<JsonValue>;
	/** The webhooks delivered so far. */
	deliveries: (token: string) => JsonValue;
	/** Takes up what a restart left unfinished. */
	resume: () => void;
	close: () => Promise<void>;
};
