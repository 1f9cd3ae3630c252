import { runStart } from './node.mts';

describe('npm start', () => {
	test('refuses a flag that does not exist, and shows those that do', async () => {
		const { code, stderr } = await runStart('--prot', '1');
		expect(code).toBe(1);
		expect(stderr).toContain("Unknown option '--prot'");
		expect(stderr).toContain('--sandbox-port');
		expect(stderr).not.toContain('    at ');
	});

	test('refuses a port that is none', async () => {
		const { code, stderr } = await runStart('--port', '70000');
		expect(code).toBe(1);
		expect(stderr).toContain('--port takes a port from 1 to 65535, not "70000"');
	});

	test('shows its options', async () => {
		const { code, stdout } = await runStart('--help');
		expect(code).toBe(0);
		expect(stdout).toContain('--once');
	});
});
