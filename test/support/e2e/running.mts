/** What `setup` started, for `teardown`: Jest loads both in one process, outside the tests. */
export const running: { stop: () => Promise<void> }[] = [];
