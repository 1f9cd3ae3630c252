// n8n's database layer calls `require('sqlite3')`. The package of that name has to be downloaded as
// a binary or compiled when it is installed; this one has the same interface and carries its
// binaries, so a machine with only Node and npm is enough.
module.exports = require('@appthreat/sqlite3').default;
