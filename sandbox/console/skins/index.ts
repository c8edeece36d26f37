import type { Position } from "../switches";
import { mvc } from "./mvc";
import { mvc2017 } from "./mvc2017";
import { plain } from "./plain";
import type { Skin } from "./skin";

/** Every way to draw the console's pages. */
export const skins: Record<Position<"skin">, Skin> = { mvc, "mvc-2017": mvc2017, plain };
