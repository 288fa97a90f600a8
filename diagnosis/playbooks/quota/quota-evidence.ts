import type { Playbook } from "../../playbook.ts";

/** Regions in either of their spellings, `East US 2` and `eastus2`. */
const regions = [
  "(?:(?:east|west|central|north|south)(?:[ -]?central)?[ -]?us(?: ?[23])?|(?:north|west)[ -]?europe|(?:southeast|east) ?asia|canada ?(?:central|east)|brazil ?south(?:east)?|uk ?(?:south|west)|korea ?(?:central|south)|japan ?(?:east|west))",
  "(?:(?:france|sweden|qatar|israel|poland|mexico|spain|chile|indonesia|newzealand) ?central|germany ?(?:west ?central|north)|norway ?(?:east|west)|switzerland ?(?:north|west)|australia ?(?:east|southeast|central)|(?:central|south|west|jio) ?india|italy ?north)",
  "(?:uae ?(?:north|central)|south ?africa ?(?:north|west)|austria ?east|belgium ?central|malaysia ?west|sweden ?south|france ?south|usgov[a-z]{4,12}|china ?(?:east|north) ?[23]?)",
].map((names) => `(?:^|[^a-z0-9-])(${names})(?:[^a-z0-9]|$)`);
const regionIn = (text: string) => regions.map((region) => `find(${text}, '${region}')`).join(" || ");

/** The subscription and the region that a deployment went to, as the error, the request or the code states them. */
export const placeFacts: NonNullable<Playbook["let"]> = {
  subscription:
    "signals.subscriptionIds[0] || id_subscription(not_null(signals.resourceIds[0].id, '')) || (length(subscriptions.value) == `1` && subscriptions.value[0].subscriptionId) || target.subscriptionId || (length(namedSubscriptions) == `1` && namedSubscriptions[0]) || `null`",
  /** Where the resources and groups live that the request names. */
  namedSubscriptions: "distinct(signals.resources[?matchedBy != 'neighbour'].subscriptionId)",
  errorRegion: `${regionIn("request.error")}`,
  notesRegion: `${regionIn("not_null(request.context.notes, '')")}`,
  statedLocation:
    "(errorRegion || notesRegion) && lower(replace(errorRegion || notesRegion, ' ', '')) || find(request.error, 'location[ :=]{1,3}[^a-z]?([a-z]{4,20}[0-9]?)[^a-z]') || find(request.error, 'region[ :=]{1,3}[^a-z]?([a-z]{4,20}[0-9]?)[^a-z]')",
  setRegion:
    "signals.settings[?matches(name, '(^|[_.:-])(location|region)(:value)?$') && matches(value, '^[a-z]{4,20}( ?[a-z0-9]{1,10}){0,2}$')].value | [0]",
  namedLocation:
    "signals.resources[?matchedBy != 'neighbour' && location && location != 'global'].location | [0]",
  setLocation: "setRegion && lower(replace(setRegion, ' ', '')) || namedLocation",
};
