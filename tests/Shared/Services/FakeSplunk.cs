using System.Globalization;
using System.Text.Json;

namespace OnePassword.Events.Testing.Services;

/// <summary>A fake HTTP Event Collector of Splunk. It knows the endpoints, codes and acknowledgments of the real one.</summary>
internal sealed class FakeSplunk : FakeService
{
    private readonly List<SplunkEvent> _events = [];
    private readonly Dictionary<string, List<bool>> _channels = new(StringComparer.OrdinalIgnoreCase); // Id to whether it is pending.

    /// <summary>The token.</summary>
    public string Token { get; set; } = "11111111-2222-3333-4444-555555555555";

    /// <summary>The indexes that the token may write to; null for all.</summary>
    public IReadOnlyCollection<string>? Indexes { get; set; }

    /// <summary>Whether the token has indexer acknowledgment.</summary>
    public bool HasAcknowledgment { get; set; }

    /// <summary>Whether events of a channel with an id are indexed at the time of a query.</summary>
    public Func<string, int, bool> IsIndexed { get; set; } = (_, _) => true;

    /// <summary>The cookie of the load balancer, without which a query reaches another indexer; null for none.</summary>
    public string? Cookie { get; set; }

    /// <summary>Returns whether HEC rejects an event.</summary>
    public Func<string, bool> Rejects { get; set; } = _ => false;

    /// <summary>Whether the events before an invalid one are indexed, which the real one does not document.</summary>
    public bool IndexesEventsBeforeInvalid { get; set; }

    /// <summary>The code and the text of the health.</summary>
    public (int Status, int Code, string Text) Health { get; set; } = (200, 17, "HEC is healthy");

    /// <summary>The code of accepted events: 24 and 25 are warnings.</summary>
    public (int Code, string Text) Accepted { get; set; } = (0, "Success");

    /// <summary>The events, in order, with repetitions.</summary>
    public IReadOnlyList<SplunkEvent> Events => [.. _events];

    /// <summary>The requests with events.</summary>
    public IReadOnlyList<ServiceRequest> Sent =>
        [.. Requests.Where(request => request.Path == "/services/collector/event" && request.Body.Length > 0)];

    public static async Task<FakeSplunk> StartAsync()
    {
        var splunk = new FakeSplunk();
        await splunk.StartAsync(port: 0);
        return splunk;
    }

    public static ServiceReply Reply(int status, int code, string text, string more = "") =>
        new(status, $$"""{"text":"{{text}}","code":{{code.ToString(CultureInfo.InvariantCulture)}}{{more}}}""");

    protected override ServiceReply Process(ServiceRequest request) => (request.Method, request.Path) switch
    {
        ("GET", "/services/collector/health") => Reply(Health.Status, Health.Code, Health.Text),
        ("POST", "/services/collector/event" or "/services/collector/ack") =>
            Unauthorized(request) ?? ChannelFault(request) ?? (request.Path.EndsWith("/ack", StringComparison.Ordinal) ? Acks(request) : Index(request)),
        _ => new ServiceReply(404, "The requested URL was not found on this server."),
    };

    private ServiceReply? Unauthorized(ServiceRequest request) => request.Header("Authorization")?.Split(' ') switch
    {
        null => Reply(401, 2, "Token is required"),
        ["Splunk", var token] => token == Token ? null : Reply(403, 4, "Invalid token"),
        _ => Reply(401, 3, "Invalid authorization"),
    };

    private ServiceReply? ChannelFault(ServiceRequest request) => request.Header("X-Splunk-Request-Channel") switch
    {
        null when HasAcknowledgment => Reply(400, 10, "Data channel is missing"),
        { } channel when !Guid.TryParseExact(channel, "D", out _) => Reply(400, 11, "Invalid data channel"),
        _ => null,
    };

    private ServiceReply Index(ServiceRequest request)
    {
        var (events, fault) = SplunkEnvelopes.Parse(request.Body, Indexes);
        if (events.FindIndex(one => Rejects(one.Event)) is >= 0 and var rejected)
            (events, fault) = (events[..rejected], (6, "Invalid data format"));
        if (fault is null || IndexesEventsBeforeInvalid)
            _events.AddRange(events);
        if (fault is var (code, text))
            return Reply(400, code, text, string.Create(CultureInfo.InvariantCulture, $",\"invalid-event-number\":{events.Count}"));
        var reply = Reply(200, Accepted.Code, Accepted.Text, HasAcknowledgment ? $",\"ackId\":{NextId(request)}" : "");
        return Cookie is null ? reply : reply with { Headers = new(reply.Headers, StringComparer.OrdinalIgnoreCase) { ["Set-Cookie"] = $"{Cookie}; Path=/; HttpOnly" } };
    }

    private string NextId(ServiceRequest request)
    {
        var channel = request.Header("X-Splunk-Request-Channel")!;
        if (!_channels.TryGetValue(channel, out var ids))
            _channels[channel] = ids = [];
        ids.Add(true);
        return (ids.Count - 1).ToString(CultureInfo.InvariantCulture);
    }

    // A confirmation is returned once.
    private ServiceReply Acks(ServiceRequest request)
    {
        if (!HasAcknowledgment)
            return Reply(400, 14, "ACK is disabled");
        var channel = request.Header("X-Splunk-Request-Channel")!;
        if (request.Query != $"?channel={channel}")
            return Reply(400, 11, "Invalid data channel");
        var isHere = Cookie is null || request.Header("Cookie") == Cookie;
        using var query = JsonDocument.Parse(request.Body);
        var acks = query.RootElement.GetProperty("acks").EnumerateArray().Select(id => id.GetInt32()).ToDictionary(id => id, id =>
        {
            if (!isHere || !_channels.TryGetValue(channel, out var ids) || id >= ids.Count || !ids[id] || !IsIndexed(channel, id))
                return false;
            ids[id] = false;
            return true;
        });
        return new ServiceReply(200, $"{{\"acks\":{{{string.Join(',', acks.Select(ack => $"\"{ack.Key}\":{(ack.Value ? "true" : "false")}"))}}}}}");
    }
}
