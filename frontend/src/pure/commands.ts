/** Commands of the terminal, as pages show them. */

const PLAIN = /^[\w./+-]+$/;

/** The command that makes a reviewer's token for the ledger in this file; null where no file holds the ledger. */
export function tokenCommand(ledger: string | null): string {
  const command = "tocsin token create NAME --role reviewer";
  return ledger ? `${command} --ledger ${quoted(ledger)}` : command;
}

function quoted(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
