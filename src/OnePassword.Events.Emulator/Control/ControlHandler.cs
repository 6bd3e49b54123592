using System.Buffers;
using System.Text.Json;
using OnePassword.Events.Emulator.Access;
using OnePassword.Events.Emulator.Events;
using OnePassword.Events.Emulator.Faults;
using OnePassword.Events.Emulator.Http;
using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Control;

/// <summary>The endpoints under <c>/__emulator/</c>, for tests in any language. They do not use the quota.</summary>
internal sealed class ControlHandler(EventStore store, RequestLog log, FaultQueue faults, AccessTokens tokens, TimeProvider clock)
{
    public const string Prefix = "/__emulator";

    private const string EventsPath = "/events/";
    private const int FlushAt = 65_536;
    private const int MaxBodyLength = 16 << 20;
    private const string TooLong = "The body is longer than 16 MiB. Use several requests.";

    private static readonly string Modes = string.Join(", ", Enum.GetValues<FaultMode>().Select(FaultNames.Of));

    private static readonly Dictionary<string, string> Index = new(StringComparer.Ordinal)
    {
        ["GET /__emulator/requests"] = "Returns all requests to the API: time, method, path, status, items, note.",
        ["DELETE /__emulator/requests"] = "Clears the list of requests.",
        ["POST /__emulator/events"] =
            "Appends events: {\"feed\":\"auditevents\",\"events\":[{\"uuid\":\"...\",\"timestamp\":\"...\"}]}.",
        ["GET /__emulator/events/{feed}?api=v2"] = "Returns all events of a feed as NDJSON, in order of arrival.",
        ["POST /__emulator/faults"] = "Queues a fault or an array of faults: feed, api, times, after, status, body, contentType, "
            + $"headers, retryAfter, delay (milliseconds), mode ({Modes}).",
        ["DELETE /__emulator/faults"] = "Removes the queued faults.",
        ["POST /__emulator/token"] = "Replaces the token: token (default: a generated one), grace (milliseconds in which the "
            + "previous token stays valid; default: 0). Returns the new token.",
    };

    public async Task HandleAsync(HttpContext context, string path)
    {
        try
        {
            ControlAccess.Check(context.Request, tokens);
            await RouteAsync(context, path).ConfigureAwait(false);
        }
        catch (ControlException e)
        {
            await ErrorAsync(context, e.Status, e.Message).ConfigureAwait(false);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException means invalid UTF-8 or half a surrogate pair.
            var place = (e as JsonException)?.Path;
            var reason = place is null ? "The body is malformed JSON." : $"The value of {place} is malformed or unexpected.";
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
        ("POST", "/token") => RotateAsync(context),
        ("GET", _) when path.StartsWith(EventsPath, StringComparison.Ordinal) => ReadAllAsync(context, path[EventsPath.Length..]),
        (var method, _) => ErrorAsync(
            context, StatusCodes.Status404NotFound, $"{method} {Prefix}{path} does not exist. GET {Prefix}/ lists endpoints."),
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
        var parsed = FaultBody.Parse((await BodyAsync(context).ConfigureAwait(false)).Span);
        faults.Add(parsed);
        await CountAsync(context, "queued", parsed.Count).ConfigureAwait(false);
    }

    private async Task RotateAsync(HttpContext context)
    {
        var rotation = TokenBody.Parse((await BodyAsync(context).ConfigureAwait(false)).Span);
        var response = new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = rotation.Apply(tokens) };
        await context.Response.WriteAsJsonAsync(response, ControlJson.Web.DictionaryStringString).ConfigureAwait(false);
    }

    private async Task ReadAllAsync(HttpContext context, string name)
    {
        var feed = WireNames.ToFeed(name) ?? throw new ControlException($"The feed '{name}' is unknown.");
        var version = context.Request.Query["api"].FirstOrDefault() ?? "v2";
        var api = WireNames.ToApi(version) ?? throw new ControlException($"The API version '{version}' is unknown.");

        context.Response.ContentType = "application/x-ndjson";
        var writer = context.Response.BodyWriter;
        foreach (var position in store[feed].Matching(store.Retained(TimeRange.All, clock.GetUtcNow()), 0))
        {
            store[feed].Write(position, api, writer);
            writer.Write("\n"u8);
            if (writer.UnflushedBytes > FlushAt)
                await writer.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpContext context) =>
        await RequestBody.ReadAsync(context.Request.BodyReader, MaxBodyLength, context.RequestAborted).ConfigureAwait(false)
            ?? throw new ControlException(TooLong, StatusCodes.Status413PayloadTooLarge);

    private static Task CountAsync(HttpContext context, string name, int count) =>
        context.Response.WriteAsJsonAsync(new(StringComparer.Ordinal) { [name] = count }, ControlJson.Web.DictionaryStringInt32);

    private static Task ErrorAsync(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        var error = new Dictionary<string, string>(StringComparer.Ordinal) { ["error"] = reason };
        return context.Response.WriteAsJsonAsync(error, ControlJson.Web.DictionaryStringString);
    }
}
