using System.Text.Json;

namespace OnePassword.Events.Testing.Services;

/// <summary>A fake HTTP source of Panther with bearer authentication.</summary>
internal sealed class FakePanther : FakeService
{
    private readonly List<string> _lines = [];

    public string Token { get; set; } = "panther-token";

    /// <summary>The lines, in order, with repetitions.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    public static async Task<FakePanther> StartAsync()
    {
        var service = new FakePanther();
        await service.StartAsync(port: 0);
        return service;
    }

    protected override ServiceReply Process(ServiceRequest request)
    {
        if (request is not { Method: "POST", Path: "/http/source" })
            return new ServiceReply(404);
        if (request.Header("Authorization") != $"Bearer {Token}")
            return new ServiceReply(401);
        if (request.Body.Length > 500_000)
            return new ServiceReply(413);
        foreach (var line in request.Lines)
            JsonDocument.Parse(line).Dispose();
        _lines.AddRange(request.Lines);
        return new ServiceReply(200);
    }
}
