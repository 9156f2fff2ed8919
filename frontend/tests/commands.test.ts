import { expect, test } from "vitest";
import { tokenCommand } from "../src/pure/commands";

test("the command that makes a token names the ledger that is served", () => {
  expect(tokenCommand("tocsin-demo.db")).toBe("tocsin token create NAME --role reviewer --ledger tocsin-demo.db");
  expect(tokenCommand(null)).toBe("tocsin token create NAME --role reviewer");
});

test("a name that a shell would take apart is quoted", () => {
  expect(tokenCommand("Ann's war.db")).toBe("tocsin token create NAME --role reviewer --ledger 'Ann'\\''s war.db'");
});
