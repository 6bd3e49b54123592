using System.Buffers;
using System.Text.Json;
using OnePassword.Events.Emulator.Events;
using OnePassword.Events.Emulator.Faults;
using OnePassword.Events.Emulator.Http;

namespace OnePassword.Events.Emulator.Control;

/// <summary>The endpoints under <c>/__emulator/</c>, for tests in any language. They need the token and use no quota.</summary>
internal sealed class ControlHandler(EventStore store, RequestLog log, FaultQueue faults, AccessToken token, TimeProvider clock)
{
    public const string Prefix = "/__emulator";

    private const string EventsPath = "/events/";
    private const int FlushAt = 65_536;
    private const int MaxBodyLength = 16 << 20;

    private static readonly string Modes = string.Join(", ", Enum.GetValues<FaultMode>().Select(FaultModes.NameOf));

    private static readonly Dictionary<string, string> Index = new(StringComparer.Ordinal)
    {
        ["GET /__emulator/requests"] = "every request to the API: time, method, path, status, items, note",
        ["DELETE /__emulator/requests"] = "forgets them",
        ["POST /__emulator/events"] = "appends: {\"feed\":\"auditevents\",\"events\":[{\"uuid\":\"...\",\"timestamp\":\"...\"}]}",
        ["GET /__emulator/events/{feed}?api=v2"] = "every event of a feed as served, in order of arrival, one a line",
        ["POST /__emulator/faults"] = "queues a fault or an array of them: feed, api, times, after, status, body, contentType, "
            + $"headers, retryAfter, delay (ms), mode ({Modes})",
        ["DELETE /__emulator/faults"] = "forgets those that have not happened yet",
    };

    public async Task HandleAsync(HttpContext context, string path)
    {
        try
        {
            ControlAccess.Check(context.Request, token);
            await RouteAsync(context, path).ConfigureAwait(false);
        }
        catch (ControlException e)
        {
            await ErrorAsync(context, e.Status, e.Message).ConfigureAwait(false);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            // InvalidOperationException is how the JSON reader reports text that is no UTF-8 or half a surrogate pair.
            // What .NET adds about a parameter means nothing over HTTP.
            var reason = e.Message.Split(" (Parameter", 2)[0];
            await ErrorAsync(context, StatusCodes.Status400BadRequest, reason).ConfigureAwait(false);
        }
    }

    private Task RouteAsync(HttpContext context, string path) => (context.Request.Method, path) switch
    {
        ("GET", "" or "/") => context.Response.WriteAsJsonAsync(Index, ControlJson.Web.DictionaryStringString),
        ("GET", "/requests") => context.Response.WriteAsJsonAsync(log.Snapshot(), ControlJson.Web.IReadOnlyListRequestLogEntry),
        ("DELETE", "/requests") => Clear(context, log.Clear),
        ("POST", "/events") => AppendAsync(context),
        ("POST", "/faults") => InjectAsync(context),
        ("DELETE", "/faults") => Clear(context, faults.Clear),
        ("GET", _) when path.StartsWith(EventsPath, StringComparison.Ordinal) => ReadAllAsync(context, path[EventsPath.Length..]),
        (var method, _) => ErrorAsync(
            context, StatusCodes.Status404NotFound, $"There is no {method} {Prefix}{path}; GET {Prefix}/ lists what there is."),
    };

    private static Task Clear(HttpContext context, Action clear)
    {
        clear();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private async Task AppendAsync(HttpContext context)
    {
        var (feed, events) = EventsBody.Parse(await BodyAsync(context).ConfigureAwait(false));
        store[feed].Appended.Add(events);
        await CountAsync(context, "appended", events.Count).ConfigureAwait(false);
    }

    private async Task InjectAsync(HttpContext context)
    {
        var body = await BodyAsync(context).ConfigureAwait(false);
        var queued = IsArray(body)
            ? JsonSerializer.Deserialize(body.Span, ControlJson.Web.IReadOnlyListFaultBody)
            : [JsonSerializer.Deserialize(body.Span, ControlJson.Web.FaultBody)!];
        Fault[] parsed = [.. queued!.Select(fault => fault?.ToFault() ?? throw new ControlException("a fault is null."))];
        faults.Add(parsed);
        await CountAsync(context, "queued", parsed.Length).ConfigureAwait(false);
    }

    private async Task ReadAllAsync(HttpContext context, string name)
    {
        var feed = WireNames.ToFeed(name) ?? throw new ControlException($"'{name}' is no feed.");
        var version = context.Request.Query["api"].FirstOrDefault() ?? "v2";
        var api = WireNames.ToApi(version) ?? throw new ControlException($"'{version}' is no version of the API.");

        context.Response.ContentType = "application/x-ndjson";
        var writer = context.Response.BodyWriter;
        foreach (var position in store[feed].Matching(store.Retained(Window.All, clock.GetUtcNow()), 0))
        {
            store[feed].Write(position, api, writer);
            writer.Write("\n"u8);
            if (writer.UnflushedBytes > FlushAt)
                await writer.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpContext context) =>
        await RequestBody.ReadAsync(context.Request.BodyReader, MaxBodyLength, context.RequestAborted).ConfigureAwait(false)
            ?? throw new ControlException("The body is longer than 16 MiB. Use several requests.", StatusCodes.Status413PayloadTooLarge);

    private static bool IsArray(ReadOnlyMemory<byte> json) => json.Span.TrimStart(" \t\r\n"u8) is [(byte)'[', ..];

    private static Task CountAsync(HttpContext context, string name, int count) =>
        context.Response.WriteAsJsonAsync(new(StringComparer.Ordinal) { [name] = count }, ControlJson.Web.DictionaryStringInt32);

    private static Task ErrorAsync(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        var error = new Dictionary<string, string>(StringComparer.Ordinal) { ["error"] = reason };
        return context.Response.WriteAsJsonAsync(error, ControlJson.Web.DictionaryStringString);
    }
}
