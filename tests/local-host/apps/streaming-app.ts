import { app } from "@azure/functions";

/** An app that has its HTTP functions' bodies streamed past the host. */
app.setup({ enableHttpStream: true });

app.http("upper", {
  route: "upper/{name}",
  methods: ["POST"],
  handler: async (request) => ({
    status: 201,
    headers: {
      "x-params": JSON.stringify(request.params),
      "x-custom": request.headers.get("x-custom") ?? "",
    },
    body: (await request.text()).toUpperCase(),
  }),
});
app.http("chunks", {
  methods: ["GET"],
  handler: async () => ({
    body: new ReadableStream({
      start(controller) {
        for (const chunk of ["one ", "two ", "three"]) controller.enqueue(new TextEncoder().encode(chunk));
        controller.close();
      },
    }) as never,
  }),
});
app.http("broken", {
  methods: ["GET"],
  handler: async () => {
    throw new Error("not for the caller");
  },
});
