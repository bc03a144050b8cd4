// What every page loads. Each module makes something nicer that works without it.
import "./requests.js";
import { announceErrors } from "./errors.js";
import { watchCopies } from "./copies.js";
import { watchCopying } from "./copying.js";
import { watchDialogs } from "./dialogs.js";
import { watchFiles } from "./files.js";
import { watchMenus } from "./menus.js";
import { watchSaving } from "./saving.js";

announceErrors();
watchCopies();
watchCopying();
watchDialogs();
watchFiles();
watchMenus();
watchSaving();
