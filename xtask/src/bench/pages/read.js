// The least that any viewer has to do: every file dropped ends as a buffer on the page.

import { takeDrops } from "./reader.js";

takeDrops({ begun() {}, arrived() {} });
