using System.Net;
using OnePassword.Events.Emulator;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.Connection;

/// <summary>The server that a command asks, through one version of its API; with <c>--emulator</c>, the server itself.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly EventsEmulator? _emulator;
    private readonly EventsClient _client;
    private readonly bool _isV1;

    private Server(EventsClient client, bool isV1, EventsEmulator? emulator) => (_client, _isV1, _emulator) = (client, isV1, emulator);

    public EventsRegion Region => _client.Region;

    /// <inheritdoc cref="EventsClient.ClockOffset"/>
    public TimeSpan? ClockOffset => _client.ClockOffset;

    /// <summary>The account as far as the token itself names it.</summary>
    public string? Account { get; private init; }

    public IReadOnlyList<IEventFeed> Feeds => _isV1 ? _client.V1.Feeds : _client.Feeds;

    public static Server Remote(string token, string? region, string? url, bool isV1, ToolIo io)
    {
        try
        {
            return new Server(Client(token, Named(region, url) ?? EventsRegion.FromToken(token), io), isV1, emulator: null) { Account = new EventsToken(token).AccountUuid };
        }
        catch (ArgumentException e)
        {
            throw ToolException.Usage(OneLine(e));
        }
    }

    /// <summary>The region that the command line names; null for none.</summary>
    /// <exception cref="ArgumentException">There is no such region, or the address may not be asked.</exception>
    public static EventsRegion? Named(string? region, string? url) => (region, url) switch
    {
        ({ }, _) => EventsRegion.Parse(region),
        (_, { }) => EventsRegion.At(ParseAddress(url)),
        _ => null,
    };

    public static async Task<Server> EmbeddedAsync(bool isV1, ToolIo io, CancellationToken cancellationToken)
    {
        var emulator = await EventsEmulator.StartAsync(new EmulatorOptions(), cancellationToken).ConfigureAwait(false);
        return new Server(Client(emulator.Token, EventsRegion.At(emulator.BaseAddress), io), isV1, emulator);
    }

    /// <summary>What the token may read; the same in both versions, whose answers differ.</summary>
    public Task<TokenInfo> IntrospectAsync(CancellationToken cancellationToken) => IntrospectAsync(_client, _isV1, cancellationToken);

    /// <summary>The same, for feeds that are named: a server without introspection may serve them all the same.</summary>
    public Task<TokenInfo> IntrospectAsync(IReadOnlyList<string> named, ToolIo io, CancellationToken cancellationToken) => IntrospectAsync(_client, _isV1, named, io, cancellationToken);

    /// <inheritdoc cref="IntrospectAsync(IReadOnlyList{string}, ToolIo, CancellationToken)"/>
    public static async Task<TokenInfo> IntrospectAsync(EventsClient client, bool isV1, IReadOnlyList<string> named, ToolIo io, CancellationToken cancellationToken)
    {
        try
        {
            return await IntrospectAsync(client, isV1, cancellationToken).ConfigureAwait(false);
        }
        catch (EventsApiException e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented)
        {
            if (named.Count == 0)
                throw new ToolException(ExitCode.Of(e), $"{e.Message} If the server has no introspection, name the feeds to read: {string.Join(", ", FeedNames.All)}.");
            await io.Error.WriteLineAsync($"The server has no introspection ({(int)e.StatusCode}), so whether the token may read {string.Join(", ", named)} is left to the server.").ConfigureAwait(false);
            return new TokenInfo(Uuid: null, AccountUuid: null, IssuedAt: null, Features: null);
        }
    }

    private static async Task<TokenInfo> IntrospectAsync(EventsClient client, bool isV1, CancellationToken cancellationToken)
    {
        if (isV1)
        {
            var old = await client.V1.IntrospectAsync(cancellationToken).ConfigureAwait(false);
            return new TokenInfo(old.Uuid, AccountUuid: null, old.IssuedAt, old.Features);
        }
        var answer = await client.IntrospectAsync(cancellationToken).ConfigureAwait(false);
        return new TokenInfo(answer.Uuid, answer.AccountUuid, answer.IssuedAt, answer.Features);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_emulator is not null)
            await _emulator.DisposeAsync().ConfigureAwait(false);
    }

    private static EventsClient Client(string token, EventsRegion region, ToolIo io) => new(token, Options(region, io));

    /// <summary>How the tool's clients are set up.</summary>
    public static EventsClientOptions Options(EventsRegion region, ToolIo io, string? name = null)
    {
        var options = new EventsClientOptions
        {
            Region = region,
            Name = name,
            Application = $"op-events/{typeof(Server).Assembly.GetName().Version!.ToString(3)}",
            TimeProvider = io.Clock,
            LoggerFactory = new ToolLog(io),
        };
        io.Resilience(options.Resilience);
        return options;
    }

    private static Uri ParseAddress(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address)
        ? address
        : throw ToolException.Usage(url.Contains('@', StringComparison.Ordinal)
            ? "--url is not an absolute https address, and may hold no user."
            : $"--url {SafeText.Quote(url)} is not an absolute https address, such as https://events.example.com.");

    // An ArgumentException appends the name of the parameter, which says nothing to a user of the tool.
    public static string OneLine(Exception e) => e.Message.Split(" (Parameter '", StringSplitOptions.None)[0];
}
