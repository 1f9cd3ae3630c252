import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../sandbox/launch/paths.mjs';
import { failuresBelow, type FailureText } from './failures.mts';
import { cell, table } from './table.mts';

const OPENING = `# Errors

What stands here is written by \`npm run docs\` from the code, so that a text can be looked up as the editor shows it; a test fails when it is stale. \`…\` stands
for what differs: a name, a number, the service's own words. n8n adds the item, such as \`[item 3]\`.

![An error with its next step](images/error.png)

With *On Error: Continue* (node settings) a failed item becomes one item in its place, linked to its input:

\`\`\`json
{ "error": "what happened", "message": "what to do next", "details": { "id": "the document, when there is one" } }
\`\`\`

With *Continue (using error output)* these items, and only these, leave by the error output; they have \`error\` and \`message\` alone beside the input's own
fields, and name the document in words. A tool of an agent answers \`{ "error": "what happened. what to do next." }\`.`;

/** Where texts stand, and what they are about; the rest of shared/ comes after them. */
const SECTIONS: [heading: string, folders: string[]][] = [
	['Parameters', ['nodes/shared/core', 'nodes/shared/operations']],
	['Files and addresses', ['nodes/shared/files']],
	['The way to the service', ['nodes/shared/http']],
	['Uploads and waiting', ['nodes/shared/upload', 'nodes/shared/waiting']],
	['Triggers', ['nodes/shared/webhook']],
	['Handwriting OCR', ['nodes/HandwritingOcr']],
	['Natif.ai', ['packages/natif-ai/nodes/NatifAi']],
	['Ocriva', ['packages/ocriva/nodes/Ocriva']],
];

/** The page `docs/errors.md`, from the sources of all packages. */
export function errorsPage(): string {
	checkRooms();
	const sections = SECTIONS.map(([heading, folders]): [string, FailureText[]] => [
		heading,
		folders.flatMap((folder) => failuresBelow(join(root, folder))),
	]);
	const tables = sections
		.filter(([, failures]) => failures.length > 0)
		.map(([heading, failures]) => `## ${heading}\n\n${failureTable(failures)}`);
	return [OPENING, ...tables].join('\n\n') + '\n';
}

/** A room of shared/ that is new has to get its place. */
function checkRooms(): void {
	const named = new Set(SECTIONS.flatMap(([, folders]) => folders));
	const missing = readdirSync(join(root, 'nodes/shared'), { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => `nodes/shared/${name}`)
		.filter((room) => !named.has(room) && failuresBelow(join(root, room)).length > 0);
	if (missing.length > 0)
		throw new Error(`docs/errors.md has no section for ${missing.join(', ')}`);
}

function failureTable(failures: FailureText[]): string {
	return table(
		['what happened', 'what to do next'],
		failures.map(({ message, nextStep }) => [cell([message]), cell([nextStep])]),
	);
}
