import { plain } from "./plain";
import { telerik } from "./telerik";

export const skins = { telerik: telerik("older"), current: telerik("newer"), plain } as const;
