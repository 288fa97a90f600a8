using System.Reflection;
using Azebal.DurableExtensionHost;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

// durable-extension-host <node> <worker script> <app folder> <port, 0 for a free one>
// One line on standard output says when it is ready. It ends with SIGTERM, or with its standard input.
var (node, script, app) = (args[0], args[1], Path.GetFullPath(args[2]));
ThreadPool.SetMinThreads(64, 64); // each turn of an out-of-process orchestrator blocks a thread while the worker runs

await using var front = new FrontDoor(int.Parse(args[3]));
int port = await front.StartAsync();
Environment.SetEnvironmentVariable("FUNCTIONS_WORKER_RUNTIME", "node");
Environment.SetEnvironmentVariable("WEBSITE_HOSTNAME", $"localhost:{port}");

// The worker comes first: it loads the app and says what that registered.
var (worker, hello) = await WorkerChannel.StartAsync(node, script, app);
var types = new FunctionTypes((JArray)hello["functions"]!);
using IHost host = new HostBuilder()
    .ConfigureAppConfiguration(configuration =>
    {
        // host.json as in Azure, below AzureFunctionsJobHost; the environment may override it, as in Azure.
        var settings = new Dictionary<string, string?> { ["AzureWebJobsConfigurationSection"] = "AzureFunctionsJobHost" };
        Flatten(JObject.Parse(File.ReadAllText(Path.Combine(app, "host.json"))), "AzureFunctionsJobHost", settings);
        configuration.AddInMemoryCollection(settings).AddEnvironmentVariables();
    })
    .ConfigureWebJobs(jobs =>
    {
        jobs.Services.AddSingleton<ITypeLocator>(types);
        jobs.Services.AddSingleton<IWebHookProvider>(new WebHooks(port));
        jobs.AddDurableTask();
    })
    .ConfigureLogging(log => log.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(console => console.SingleLine = true))
    .Build();
await host.StartAsync();

// The extension itself writes the durableClient binding, which the worker hands to the app's HTTP functions.
await ((JobHost)host.Services.GetRequiredService<IJobHost>()).CallAsync(types.ClientProbe);
await WorkerChannel.SendAsync(new JObject { ["type"] = "client", ["binding"] = FunctionTypes.ClientBinding });
front.Open((int)hello["httpPort"]!);

var version = typeof(DurableTaskExtension).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
Console.WriteLine(new JObject { ["ready"] = true, ["port"] = port, ["pid"] = Environment.ProcessId, ["workerPid"] = worker.Id, ["extension"] = version.Split('+')[0] }.ToString(Newtonsoft.Json.Formatting.None));

// Whoever started it is gone when standard input ends: then nothing may be left running.
_ = Task.Run(async () =>
{
    while (await Console.In.ReadLineAsync() is not null) { }
    await host.StopAsync(TimeSpan.FromSeconds(5));
});
await host.WaitForShutdownAsync();

static void Flatten(JToken token, string path, IDictionary<string, string?> settings)
{
    if (token is JObject fields) foreach (var field in fields.Properties()) Flatten(field.Value, $"{path}:{field.Name}", settings);
    else if (token is JArray items) for (int index = 0; index < items.Count; index++) Flatten(items[index], $"{path}:{index}", settings);
    else settings[path] = token.ToString();
}

/// <summary>Where the extension says its own HTTP API is. The app does not use it: its durable client takes the RPC port.</summary>
sealed class WebHooks(int port) : IWebHookProvider
{
    public Uri GetUrl(IExtensionConfigProvider extension) => new($"http://localhost:{port}/runtime/webhooks/durabletask?code=none");
}
