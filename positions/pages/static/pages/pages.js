// The page of one negotiation, for those who have scripts: everything here also works without, by links and forms.
import { followAddress } from "./swap.js";
import { followGrid } from "./grid.js";
import { followPanel } from "./panel.js";
import { followSlider } from "./slider.js";
import { followShare } from "./share.js";

followGrid();
followPanel();
followSlider();
followShare();
followAddress();
