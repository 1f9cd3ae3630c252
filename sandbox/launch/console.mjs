const terminal = process.stdout.isTTY === true && process.env.CI === undefined;
const paint = terminal && process.env.NO_COLOR === undefined;
const colour = (/** @type {number} */ code, /** @type {string} */ text) =>
	paint ? `\u001b[${code}m${text}\u001b[0m` : text;

export const dim = (/** @type {string} */ text) => colour(2, text);
export const bold = (/** @type {string} */ text) => colour(1, text);
export const red = (/** @type {string} */ text) => colour(31, text);
const green = (/** @type {string} */ text) => colour(32, text);

/** How often a step that goes on says so: every second where the line is redrawn, else rarely. */
const EVERY = terminal ? 1000 : 20_000;
const COLUMN = 16;

/** @param {string} text */
export function say(text = '') {
	process.stdout.write(`${text}\n`);
}

/**
 * One aligned line: a mark, what, and how it stands.
 * @param {string} mark
 * @param {string} title
 * @param {string} text
 */
function line(mark, title, text) {
	return `  ${mark} ${title.padEnd(COLUMN)} ${text}`;
}

/**
 * A line of its own under the steps, aligned with them.
 * @param {string} title
 * @param {string} text
 */
export function note(title, text) {
	say(line(' ', title, text));
}

/**
 * Does one step and shows it: the line is there at once, says how far it is while it goes on, and
 * how it ended.
 * @template T
 * @param {string} title
 * @param {(report: (progress: () => string, takes: string) => void) => Promise<T>} work `report`
 * takes what to show while it goes on, and how long it takes as a rule
 * @param {(result: T, seconds: number) => string} ending what the finished line says
 * @returns {Promise<T>}
 */
export async function step(title, work, ending) {
	const start = Date.now();
	const elapsed = () => (Date.now() - start) / 1000;
	/** @type {(() => string) | undefined} */
	let progress;
	let expected = '';
	const draw = () => {
		const text =
			progress === undefined
				? dim(duration(elapsed()))
				: `${progress()}  ${dim(`${duration(elapsed())}, ${expected}`)}`;
		if (terminal) process.stdout.write(`\r\u001b[K${line(dim('…'), title, text)}`);
		else if (elapsed() >= 1) say(line('…', title, text));
	};
	if (terminal) draw();
	const timer = setInterval(draw, EVERY);
	try {
		const result = await work((next, takes) => {
			progress = next;
			expected = `takes ${takes}`;
			if (terminal) draw();
			else say(line('…', title, `${next()}, ${expected}`));
		});
		finish(line(green('✓'), title, ending(result, elapsed())));
		return result;
	} catch (error) {
		finish(line(red('✗'), title, dim(`after ${duration(elapsed())}`)));
		throw error;
	} finally {
		clearInterval(timer);
	}
}

/** @param {string} text */
function finish(text) {
	say(terminal ? `\r\u001b[K${text}` : text);
}

/**
 * "0.4 s", "12 s" or "3 min 05 s".
 * @param {number} seconds
 */
export function duration(seconds) {
	if (seconds < 10) return `${seconds.toFixed(1)} s`;
	const whole = Math.round(seconds);
	if (whole < 60) return `${whole} s`;
	return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}
