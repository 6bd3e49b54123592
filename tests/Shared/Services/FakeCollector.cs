using System.Text.Json;

namespace OnePassword.Events.Testing.Services;

/// <summary>A fake of an OpenTelemetry collector that receives logs over HTTP in both encodings. It rejects unknown fields.</summary>
internal sealed class FakeCollector : FakeService
{
    private readonly List<CollectedLog> _logs = [];

    /// <summary>The records that it accepted, in order, with repetitions.</summary>
    public IReadOnlyList<CollectedLog> Logs => [.. _logs];

    /// <summary>The value of the header x-api-key that requests must have; null for none.</summary>
    public string? Key { get; set; }

    /// <summary>Returns whether the collector rejects a record, as a partial success.</summary>
    public Func<CollectedLog, bool> Rejects { get; set; } = _ => false;

    /// <summary>The message of a success; empty for none.</summary>
    public string Message { get; set; } = "";

    public static async Task<FakeCollector> StartAsync()
    {
        var collector = new FakeCollector();
        await collector.StartAsync(port: 0);
        return collector;
    }

    protected override ServiceReply Process(ServiceRequest request)
    {
        if (request.Method != "POST" || request.Path != "/v1/logs")
            return new ServiceReply(404, "no such path");
        if (Key is not null && request.Header("x-api-key") != Key)
            return new ServiceReply(401, "unknown key");
        var isJson = request.Header("Content-Type") == "application/json";
        if (!isJson && request.Header("Content-Type") != "application/x-protobuf")
            return new ServiceReply(415, "unsupported media type");
        List<CollectedLog> logs;
        try
        {
            logs = isJson ? JsonLogDecoder.Decode(request.Body) : ProtobufLogDecoder.Decode(request.Body);
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or KeyNotFoundException
            or ArgumentException)
        {
            return new ServiceReply(400, e.Message);
        }
        var rejected = logs.Count(Rejects);
        _logs.AddRange(logs.Where(log => !Rejects(log)));
        return isJson ? JsonReply(rejected) : ProtobufReply(rejected);
    }

    private ServiceReply JsonReply(int rejected) => new(200, rejected == 0 && Message.Length == 0
        ? "{}"
        : $$$"""{"partialSuccess":{"rejectedLogRecords":"{{{rejected}}}","errorMessage":"{{{Message}}}"}}""");

    // Lengths and counts are below 128, so that each is one byte, which is one character of the body.
    private ServiceReply ProtobufReply(int rejected)
    {
        var message = Message.Length > 0 ? $"\u0012{(char)Message.Length}{Message}" : "";
        var partial = (rejected > 0 ? $"\u0008{(char)rejected}" : "") + message;
        return new ServiceReply(200, partial.Length > 0 ? $"\n{(char)partial.Length}{partial}" : "")
        {
            ContentType = "application/x-protobuf",
        };
    }
}
