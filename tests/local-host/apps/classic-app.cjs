const { app } = require("@azure/functions");
const df = require("durable-functions");

/** The same in CommonJS, registered with the functions that the classic samples use. */
df.app.activity("double", { handler: ({ value }) => ({ value: value * 2 }) });
df.app.orchestration("doubleTwice", function* (context) {
  const once = yield context.df.callActivity("double", context.df.getInput());
  return yield context.df.callActivity("double", once);
});
app.get("classic", async () => ({ body: "classic" }));
