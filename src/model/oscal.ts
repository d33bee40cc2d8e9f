/** The id that OSCAL gives a control or an organisation-defined parameter: `ac-2.1` for AC-2(1), `cm-07_odp.03` for CM-07_ODP[03]. */
export function oscalId(id: string): string {
  return id.toLowerCase().replace(/\((\d+)\)|\[(\d+)\]/g, ".$1$2");
}
