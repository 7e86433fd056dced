// What stands in a window beside the browser's own; Leaflet has no types here.

declare const L: any;

interface Window {
  Streamlit: any;
  initComponent: () => void;
  riskmap: any;
  riskmapEarly?: Map<string, Promise<any>>;
  riskmapFirst?: { answers: Map<string, Promise<any>>; paints: number; codes: string[]; point: (code: string) => number[] };
  riskmapLinked?: Set<any>;
  startRiskMap: (map: any) => any;
  pack: any;
}
