import { join } from "node:path";
import { expect, test } from "vitest";
import type { JsonObject } from "../../../../domain/json-value.ts";
import { diagnoseOverSimulator, type Scenario } from "../support/diagnose-over-simulator.ts";
import { resourceOf } from "../support/tenant.ts";

interface Turn {
  scenario: string;
  fact: string;
  change: (scenario: Scenario) => void;
  becomes: string;
}

const folder = join(import.meta.dirname, "../../../scenarios");
const propertiesOf = ({ tenant }: Scenario, idEnd: string) =>
  resourceOf(tenant, idEnd)["properties"] as JsonObject;
const say =
  (...pairs: readonly (readonly [from: string, to: string])[]) =>
  ({ request }: Scenario) => {
    for (const [from, to] of pairs) {
      request.error = request.error.replaceAll(from, to);
      for (const file of request.source_code ?? []) file.content = file.content.replaceAll(from, to);
    }
  };
const withoutLogs = ({ tenant }: Scenario) => {
  delete tenant.tables;
};

const turns: readonly Turn[] = [
  {
    scenario: "hosting-site-stopped-ko",
    fact: "the site runs",
    change: (scenario) => {
      propertiesOf(scenario, "/sites/hanbit-order-web")["state"] = "Running";
    },
    becomes: "unknown",
  },
  {
    scenario: "hosting-free-plan-minutes",
    fact: "the quota is not exceeded, and somebody stopped the site",
    change: (scenario) => {
      propertiesOf(scenario, "/sites/lamna-demo-shop")["usageState"] = "Normal";
    },
    becomes: "appservice.site-stopped",
  },
  {
    scenario: "hosting-grpc-front-end",
    fact: "the flag is set",
    change: (scenario) => {
      propertiesOf(scenario, "/sites/trail-rates-grpc/config/web")["http20ProxyFlag"] = 1;
    },
    becomes: "unknown",
  },
  {
    scenario: "hosting-dotnet-version",
    fact: "the stack is the one that the app needs",
    change: (scenario) => {
      propertiesOf(scenario, "/sites/prose-billing-api/config/web")["linuxFxVersion"] = "DOTNETCORE|8.0";
    },
    becomes: "unknown",
  },
  {
    scenario: "hosting-zip-deploy-refused",
    fact: "the SCM site is open",
    change: (scenario) => {
      const config = propertiesOf(scenario, "/sites/bfy-organics-web/config/web");
      config["scmIpSecurityRestrictions"] = [];
      config["scmIpSecurityRestrictionsDefaultAction"] = "Allow";
    },
    becomes: "unknown",
  },
  {
    scenario: "hosting-renewed-certificate",
    fact: "the binding names the new certificate",
    change: (scenario) => {
      const { thumbprint } = propertiesOf(scenario, "/certificates/portal-relecloud-2026") as {
        thumbprint: string;
      };
      propertiesOf(scenario, "/hostNameBindings/portal.relecloud.example")["thumbprint"] = thumbprint;
    },
    becomes: "unknown",
  },
  {
    scenario: "hosting-spring-slow-start",
    fact: "the process listens on another port",
    change: ({ tenant }) => {
      const [tables] = Object.values(tenant.tables ?? {});
      for (const row of tables?.["AppServiceConsoleLogs"]?.rows ?? [])
        row[2] = "Tomcat started on port 9090 (http)";
    },
    becomes: "appservice.container-port-mismatch",
  },
  {
    scenario: "hosting-flask-fixed-port",
    fact: "nothing says where the process listens",
    change: (scenario) => {
      withoutLogs(scenario);
      scenario.request.source_code = [];
    },
    becomes: "unknown",
  },
  {
    scenario: "hosting-content-share-public-path",
    fact: "content goes through the virtual network",
    change: (scenario) => {
      propertiesOf(scenario, "/sites/nr-orders-fn")["vnetContentShareEnabled"] = true;
    },
    becomes: "not functions.content-share-not-over-vnet",
  },
  {
    scenario: "hosting-probe-wrong-path",
    fact: "the app has no probe of its own",
    change: (scenario) => {
      const template = propertiesOf(scenario, "/containerApps/fab-catalog")["template"] as {
        containers: JsonObject[];
      };
      for (const container of template.containers) container["probes"] = [];
    },
    becomes: "not containerapps.probe-failing",
  },
  {
    scenario: "hosting-bundle-new-release",
    fact: "the app was deployed an hour before",
    change: ({ tenant }) => {
      for (const event of tenant.activityLog ?? []) event["eventTimestamp"] = "2026-05-16T05:41:00Z";
    },
    becomes: "not platform.defective-bundle-release",
  },
  {
    scenario: "hosting-assertion-local-clock",
    fact: "the code takes the time in UTC",
    change: say(["datetime.now()", "datetime.now(timezone.utc)"]),
    becomes: "unknown",
  },
  {
    scenario: "hosting-express-redirect-http",
    fact: "the code trusts the proxy",
    change: say(["const app = express();", "const app = express();\napp.set('trust proxy', 1);"]),
    becomes: "not code.forwarded-headers-not-processed",
  },
  {
    scenario: "hosting-js-without-bundle",
    fact: "host.json asks for the bundle",
    change: say(['"version": "2.0"', '"version": "2.0", "extensionBundle": {}']),
    becomes: "not code.functions-hostjson-bundle",
  },
  {
    scenario: "hosting-node-typeerror",
    fact: "the fault is thrown inside an SDK",
    change: say([
      "/home/site/wwwroot/src/checkout/summary.js",
      "/home/site/wwwroot/node_modules/@azure/cosmos/dist/index.js",
    ]),
    becomes: "not code.unhandled-exception",
  },
  {
    scenario: "hosting-undefined-host",
    fact: "the address is whole",
    change: say(["undefined.blob", "sttwfeed.blob"]),
    becomes: "not code.config-value-missing",
  },
  {
    scenario: "hosting-storage-sdk-bearer",
    fact: "nobody tried another release",
    change: ({ request }) => {
      request.error = request.error.split("Same identity")[0]!;
      request.source_code = (request.source_code ?? []).filter(({ path }) => path !== "CHANGELOG.md");
    },
    becomes: "not code.library-regression",
  },
  {
    scenario: "hosting-otel-overflow",
    fact: "no value of the metric is marked as overflow",
    change: withoutLogs,
    becomes: "unknown",
  },
];

test.each(turns)("$scenario: once $fact, the verdict is $becomes", async ({ scenario, change, becomes }) => {
  const report = await diagnoseOverSimulator(join(folder, scenario), change);
  const isNegated = becomes.startsWith("not ");
  const code = isNegated ? becomes.slice("not ".length) : becomes;
  expect({ code, isVerdict: report.root_cause.code === code }).toEqual({ code, isVerdict: !isNegated });
});

test("an incident of another region is not what failed here", async () => {
  const directory = join(import.meta.dirname, "../../../../simulator/scenarios/catalog-deploy-intermittent");
  const report = await diagnoseOverSimulator(directory, ({ tenant }) => {
    for (const resource of tenant.resources) {
      const properties = resource["properties"] as JsonObject;
      if (resource.id.includes("/availabilityStatuses/")) properties["availabilityState"] = "Available";
      if (resource.id.endsWith("/events/5T_Q-L90"))
        resource["properties"] = JSON.parse(
          JSON.stringify(properties).replaceAll("West Europe", "Japan East"),
        ) as JsonObject;
    }
  });
  expect(report.root_cause.code).toBe("unknown");
});
