import { BarChart, BoxplotChart, CustomChart, LineChart, ParallelChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GridComponent, MarkLineComponent, ParallelComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, BoxplotChart, CustomChart, LineChart, ParallelChart, ScatterChart, AriaComponent, GridComponent, MarkLineComponent, ParallelComponent, TooltipComponent, CanvasRenderer]);

export { init };
