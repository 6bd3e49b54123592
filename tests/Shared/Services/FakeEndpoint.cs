using System.Text.Json;

namespace OnePassword.Events.Testing.Services;

/// <summary>A fake HTTPS endpoint that stores lines of JSON. It rejects a request whose lines are not JSON.</summary>
internal sealed class FakeEndpoint : FakeService
{
    private readonly List<string> _lines = [];

    /// <summary>The bearer token that requests must have; null for none.</summary>
    public string? Token { get; set; }

    /// <summary>Returns whether the endpoint rejects a request because of a line.</summary>
    public Func<string, bool> Rejects { get; set; } = _ => false;

    /// <summary>The largest body that it accepts, in bytes.</summary>
    public int MaxBytes { get; set; } = int.MaxValue;

    /// <summary>The lines that it accepted, in order, with repetitions.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    public static async Task<FakeEndpoint> StartAsync()
    {
        var endpoint = new FakeEndpoint();
        await endpoint.StartAsync(port: 0);
        return endpoint;
    }

    protected override ServiceReply Process(ServiceRequest request)
    {
        if (Token is not null && request.Header("Authorization") != $"Bearer {Token}")
            return new ServiceReply(401, "unknown token");
        if (request.Body.Length > MaxBytes)
            return new ServiceReply(413, "too large");
        foreach (var line in request.Lines)
        {
            JsonDocument.Parse(line).Dispose();
            if (Rejects(line))
                return new ServiceReply(400, "invalid event");
        }
        _lines.AddRange(request.Lines);
        return new ServiceReply(200);
    }
}
