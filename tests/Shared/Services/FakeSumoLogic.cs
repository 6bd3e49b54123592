namespace OnePassword.Events.Testing.Services;

/// <summary>A fake HTTP source of Sumo Logic. Its address is its secret.</summary>
internal sealed class FakeSumoLogic : FakeService
{
    private readonly List<(string Category, string Name, string Line)> _lines = [];

    public string Secret { get; set; } = "ZaVnC4dhaV==";

    /// <summary>The lines, in order, with repetitions.</summary>
    public IReadOnlyList<(string Category, string Name, string Line)> Lines => [.. _lines];

    public static async Task<FakeSumoLogic> StartAsync()
    {
        var service = new FakeSumoLogic();
        await service.StartAsync(port: 0);
        return service;
    }

    protected override ServiceReply Process(ServiceRequest request)
    {
        if (request.Path != $"/receiver/v1/http/{Secret}")
            return new ServiceReply(404);
        if (request.Method != "POST" || request.Body.Length > 1_000_000)
            return new ServiceReply(400);
        if (request.Header("X-Sumo-Category") is not { } category || request.Header("X-Sumo-Name") is not { } name)
            return new ServiceReply(400);
        _lines.AddRange(request.Lines.Select(line => (category, name, line)));
        return new ServiceReply(200);
    }
}
