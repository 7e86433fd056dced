// What stands in a window beside the browser's own; Leaflet has no types here.

declare const L: any;

interface Window {
  Streamlit: any;
  initComponent: () => void;
  riskmap: any;
  riskmapEarly?: Map<string, Promise<any>>;
  riskmapLinked?: Set<any>;
  startRiskMap: (map: any) => any;
  pack: any;
}
