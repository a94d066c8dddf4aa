/** Takes the id of a lane of some flow, `<flow>:<lane>`, apart: no flow's id has a colon. */
export function splitLaneId(laneId: string): { flowId: string; lane: string } {
  const at = laneId.indexOf(':');
  return { flowId: laneId.slice(0, at), lane: laneId.slice(at + 1) };
}
