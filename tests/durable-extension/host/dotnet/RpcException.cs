namespace Microsoft.Azure.WebJobs.Script.Workers.Rpc;

/// <summary>
/// What the Functions host throws where a worker's function failed. The extension knows it by this full name and by its
/// RemoteMessage property; that contract alone is reproduced here.
/// </summary>
public class RpcException(string result, string message, string stack)
    : Exception($"Result: {result}\nException: {message}\nStack: {stack}")
{
    public string RemoteMessage { get; } = message;
    public string RemoteStackTrace { get; } = stack;
}
