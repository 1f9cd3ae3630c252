import type { RealFile } from './files.mts';
import type { Service, Upload } from './services.mts';

export interface Verdict {
	/** How it went, in a word or two. */
	outcome: string;
	/** What a user would see, where the file was refused. */
	message: string;
	problems: string[];
}

/** What no sentence for a user holds. */
const RIDDLE = /undefined|\[object|Cannot read|is not a function|NaN|ENOENT|Unexpected token|^\s*$/;

/** Holds an upload against what has to arrive, or to be told. */
export function judge(file: RealFile, service: Service, upload: Upload): Verdict {
	return upload.result.error === undefined
		? judgeTaken(file, service, upload)
		: judgeRefused(file, upload);
}

function judgeTaken(file: RealFile, service: Service, { result, requests }: Upload): Verdict {
	const [sent, ...more] = requests;
	const [item] = result.items;
	const shown = item?.json.fileName;
	const problems = [
		result.status === 'success' || `the run ended as "${result.status}"`,
		!service.mustRefuse(file) || 'taken, though the node has to refuse it before it is sent',
		more.length === 0 || `sent ${requests.length} times`,
		sent?.fileSize === file.size || `arrived with ${sent?.fileSize} bytes of ${file.size}`,
		isNameOf(file, sent?.fileName) || `arrived as "${sent?.fileName}"`,
		sent?.fileType === file.type || `arrived as ${sent?.fileType}, not ${file.type || 'nothing'}`,
		shown === sent?.fileName || `shown as "${String(shown)}", sent as "${sent?.fileName}"`,
	];
	return { outcome: 'taken', message: '', problems: problems.filter((text) => text !== true) };
}

function judgeRefused(file: RealFile, { result, requests }: Upload): Verdict {
	const { name = '', message = '', description } = result.error ?? {};
	const told = [message, description ?? ''].join(' ');
	const isSent = requests.length > 0;
	const problems = [
		/^Node(Api|Operation)Error$/.test(name) || `ends with ${name}`,
		told.includes(file.name) || 'the message does not name the file',
		!RIDDLE.test(told) || 'the message is a riddle',
		result.items.length === 0 || 'gives an item beside the error',
		!isSent || requests.every(({ status }) => status !== null && status < 500) || 'answered 5xx',
	];
	return {
		outcome: isSent ? `service: ${requests.at(-1)?.status}` : 'node',
		message: told,
		problems: problems.filter((text) => text !== true),
	};
}

/** A name with a wrong ending may be put right. */
function isNameOf(file: RealFile, name: string | null | undefined): boolean {
	if (name === file.name) return true;
	const base = file.name.slice(0, file.name.lastIndexOf('.'));
	return file.traits.includes('misnamed') && name === `${base}.jpg`;
}
