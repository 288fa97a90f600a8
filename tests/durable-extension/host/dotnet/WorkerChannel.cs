using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Azure.WebJobs.Script.Workers.Rpc;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Azebal.DurableExtensionHost;

/// <summary>
/// The Node worker and the connection to it: one JSON object a line in each direction, in the place of the Functions host's
/// gRPC channel. Typed data goes in; typed data or an exception comes out.
/// </summary>
public static class WorkerChannel
{
    static readonly ConcurrentDictionary<string, TaskCompletionSource<JObject>> Pending = new();
    static readonly SemaphoreSlim Writing = new(1);
    static readonly TaskCompletionSource<JObject> Hello = new(TaskCreationOptions.RunContinuationsAsynchronously);
    static Stream stream = Stream.Null;

    /// <summary>Starts the worker. Its first message says which functions the app registered, and where its HTTP ones are.</summary>
    public static async Task<(Process Worker, JObject Hello)> StartAsync(string node, string script, string app)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var start = new ProcessStartInfo(node) { WorkingDirectory = app, RedirectStandardInput = true };
        foreach (var argument in new[] { script, app, ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture) })
            start.ArgumentList.Add(argument);
        var worker = Process.Start(start) ?? throw new InvalidOperationException($"{node} did not start");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => { try { worker.Kill(); } catch (InvalidOperationException) { /* it has ended */ } };
        worker.EnableRaisingEvents = true;
        worker.Exited += (_, _) => End("the worker ended");
        TcpClient client = await listener.AcceptTcpClientAsync();
        listener.Stop();
        client.NoDelay = true;
        stream = client.GetStream();
        _ = Task.Run(ReadAsync);
        return (worker, await Hello.Task);
    }

    public static async Task SendAsync(JObject message)
    {
        byte[] line = Encoding.UTF8.GetBytes(message.ToString(Formatting.None) + "\n");
        await Writing.WaitAsync();
        try
        {
            await stream.WriteAsync(line);
            await stream.FlushAsync();
        }
        finally { Writing.Release(); }
    }

    /// <summary>
    /// Called by the emitted trigger functions. The extension blocks an orchestrator's own synchronisation context on this
    /// result, so that nothing here may continue on it: leave it first.
    /// </summary>
    public static Task<object?> Invoke(string function, string? data, string? instanceId) =>
        Task.Run(() => InvokeAsync(function, data, instanceId));

    static async Task<object?> InvokeAsync(string function, string? data, string? instanceId)
    {
        string id = Guid.NewGuid().ToString();
        var answer = new TaskCompletionSource<JObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        Pending[id] = answer;
        // As the Functions host makes typed data of an object: null is an empty message, a text is { string }.
        var typed = data == null ? [] : new JObject { ["string"] = data };
        await SendAsync(new JObject { ["type"] = "invoke", ["id"] = id, ["function"] = function, ["data"] = typed, ["instanceId"] = instanceId });
        JObject reply = await answer.Task;
        if ((bool)reply["ok"]!) return FromTyped(reply["value"]);
        throw new RpcException("Failure", (string)reply["message"]!, (string?)reply["stack"] ?? "");
    }

    static async Task ReadAsync()
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (await reader.ReadLineAsync() is { } line)
        {
            using var json = new JsonTextReader(new StringReader(line)) { DateParseHandling = DateParseHandling.None, MaxDepth = null };
            var message = JObject.Load(json);
            if ((string?)message["type"] == "hello") Hello.TrySetResult(message);
            else if (Pending.TryRemove((string)message["id"]!, out var answer)) answer.TrySetResult(message);
        }
        End("the worker closed its connection");
    }

    static void End(string reason)
    {
        Console.Error.WriteLine($"[host] {reason}");
        Environment.Exit(3);
    }

    /// <summary>As the Functions host makes an object of typed data.</summary>
    static object? FromTyped(JToken? value)
    {
        if (value is not JObject typed || !typed.HasValues) return null;
        var data = (JProperty)typed.First!;
        return data.Name switch
        {
            "string" => (string?)data.Value,
            "json" => JsonConvert.DeserializeObject((string)data.Value!, new JsonSerializerSettings { DateParseHandling = DateParseHandling.None, MaxDepth = null }),
            "int" => (long)data.Value,
            "double" => (double)data.Value,
            _ => throw new InvalidOperationException($"typed data '{data.Name}' does not cross this channel"),
        };
    }
}
