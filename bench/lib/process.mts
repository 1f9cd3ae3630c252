import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Linux counts processor time in hundredths of a second (`USER_HZ`, the same on all its platforms).
 */
const TICKS_A_SECOND = 100;

/** Whether this system tells what a process uses. */
export const canReadProcesses = process.platform === 'linux';

/**
 * Processor time that a process has used so far, user and system, in milliseconds. Its children are
 * not counted.
 */
export function cpuTime(pid: number): number {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	// The second field is the name in parentheses, which may hold spaces; utime and stime are fields
	// 14 and 15.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_A_SECOND;
}

/**
 * Memory of a process that is in RAM: now, and the most it ever was since the last {@link
 * resetPeak}. Bytes.
 */
export function memory(pid: number): { now: number; peak: number } {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	const bytes = (name: string): number => {
		const line = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status);
		if (line === null) throw new Error(`/proc/${pid}/status has no ${name}`);
		return Number(line[1]) * 1024;
	};
	return { now: bytes('VmRSS'), peak: bytes('VmHWM') };
}

/** Makes the peak start again from what the process has now. */
export function resetPeak(pid: number): void {
	writeFileSync(`/proc/${pid}/clear_refs`, '5');
}
