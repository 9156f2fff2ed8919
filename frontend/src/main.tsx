import "./style/base.css";
import "./style/pages.css";
import { render } from "preact";
import { App } from "./app";

const root = document.getElementById("app");
if (!root) throw new Error("the page has no element to draw into");
render(<App />, root);
