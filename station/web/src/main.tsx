import { render } from "preact";
import { App } from "./app";
import { language } from "./words";
import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/parts.css";
import "./styles/shell.css";
import "./styles/screens.css";
import "./styles/results.css";
import "./styles/log.css";
import "./styles/minutes.css";
import "./styles/rehearse.css";
import "./styles/help.css";
import "./styles/review.css";

document.documentElement.lang = language.value;
const page = document.getElementById("page");
if (page) render(<App />, page);
