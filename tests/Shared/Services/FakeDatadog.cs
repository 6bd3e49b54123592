using System.Text.Json;

namespace OnePassword.Events.Testing.Services;

/// <summary>A fake intake for logs of Datadog, with the limits of the real one.</summary>
internal sealed class FakeDatadog : FakeService
{
    private readonly List<JsonElement> _logs = [];

    public string ApiKey { get; set; } = "datadog-key";

    /// <summary>The logs, in order, with repetitions.</summary>
    public IReadOnlyList<JsonElement> Logs => [.. _logs];

    public static async Task<FakeDatadog> StartAsync()
    {
        var service = new FakeDatadog();
        await service.StartAsync(port: 0);
        return service;
    }

    protected override ServiceReply Process(ServiceRequest request)
    {
        if (request.Header("DD-API-KEY") != ApiKey)
            return new ServiceReply(403, """{"errors":[{"status":"403","title":"Forbidden"}]}""");
        if (request is { Method: "GET", Path: "/api/v1/validate" })
            return new ServiceReply(200, """{"valid":true}""");
        if (request is not { Method: "POST", Path: "/api/v2/logs" } || request.Header("Content-Type") != "application/json")
            return new ServiceReply(404);
        var logs = JsonSerializer.Deserialize<JsonElement[]>(request.Body)!;
        if (request.Body.Length > 5_000_000 || logs.Length > 1_000)
            return new ServiceReply(413, """{"errors":[{"status":"413","title":"Request Entity Too Large"}]}""");
        if (Array.Exists(logs, log => log.GetProperty("message").GetString() is null or ""))
            return new ServiceReply(400, """{"errors":[{"status":"400","title":"Bad Request"}]}""");
        _logs.AddRange(logs);
        return new ServiceReply(202, "{}");
    }
}
