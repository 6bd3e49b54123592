using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using OnePassword.Events.Emulator.Access;
using OnePassword.Events.Emulator.Control;
using OnePassword.Events.Emulator.Endpoints;
using OnePassword.Events.Emulator.Events;
using OnePassword.Events.Emulator.Faults;
using OnePassword.Events.Emulator.Generation;
using OnePassword.Events.Emulator.Http;
using OnePassword.Events.Emulator.Replay;

namespace OnePassword.Events.Emulator;

/// <summary>
/// A server on 127.0.0.1 for the 1Password Events API (V1 and V2). It serves lifelike generated events,
/// which depend only on its options, or recorded events (<see cref="EmulatorOptions.Replay"/>).
/// </summary>
public sealed class EventsEmulator : IAsyncDisposable
{
    private readonly EventStore _store;
    private readonly TimeProvider _clock;
    private readonly RequestLog _log = new();
    private readonly FaultQueue _faults = new();
    private LoopbackCertificate? _certificate;
    private LoopbackServer? _server;
    private AccessTokens? _tokens;

    private EventsEmulator(EventStore store, TimeProvider clock) => (_store, _clock) = (store, clock);

    /// <summary>Gets the base address for clients, <c>http://127.0.0.1:PORT/</c> or https.</summary>
    public Uri BaseAddress { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Gets the current bearer token. <see cref="RotateToken"/> replaces it.</summary>
    public string Token => _tokens?.Current ?? "";

    /// <summary>Gets the certificate of the authority that clients must trust, without its private key.</summary>
    /// <value>Null without <see cref="EmulatorOptions.Tls"/>. The emulator disposes it.</value>
    public X509Certificate2? CertificateAuthority => _certificate?.Authority;

    /// <summary>Gets the problems of the recording in <see cref="EmulatorOptions.Replay"/>: file, line and reason.</summary>
    /// <value>The first 20 problems as sentences, and the number of the others. Empty if there are none.</value>
    public IReadOnlyList<string> ReplayWarnings { get; private init; } = [];

    /// <summary>Gets a copy of the request log: all requests to the API in the order of their responses.</summary>
    public IReadOnlyList<RequestLogEntry> Requests => _log.Snapshot();

    /// <summary>Starts an emulator. Disposing it stops it within a second, even if clients still wait.</summary>
    /// <param name="options">The options.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>The emulator, ready for requests.</returns>
    /// <exception cref="ArgumentException">An option has an invalid value.</exception>
    /// <exception cref="IOException">Another process uses the port.</exception>
    /// <exception cref="InvalidDataException">
    /// The folder <see cref="EmulatorOptions.Replay"/> does not exist, contains no recorded files or two files with the same
    /// number, or a file cannot be read. The message names the folder or the file.
    /// </exception>
    /// <example>
    /// <code>
    /// await using var emulator = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 5_000 });
    /// var options = new EventsClientOptions { Region = EventsRegion.At(emulator.BaseAddress) };
    /// using var events = new EventsClient(emulator.Token, options);
    /// </code>
    /// </example>
    public static Task<EventsEmulator> StartAsync(EmulatorOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return StartValidatedAsync(options, cancellationToken);
    }

    /// <summary>Appends an event to a feed, regardless of its timestamp. Both API versions serve these bytes.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="json">A JSON object with a string <c>uuid</c> and an RFC 3339 <c>timestamp</c>.</param>
    /// <exception cref="ArgumentException">The JSON is malformed, or one of the two fields is missing or invalid.</exception>
    public void Append(EmulatorFeed feed, ReadOnlyMemory<byte> json)
    {
        var fields = EventFields.Parse(json.Span);
        if (fields.Problem is { } problem)
            throw new ArgumentException($"The event {problem}.", nameof(json));
        _store[feed].Appended.Add(new AppendedEvent(json.ToArray(), fields.Timestamp!.Value));
    }

    /// <summary>Replaces the token, as an administrator does on 1Password.com.</summary>
    /// <param name="token">The new token, visible ASCII without spaces. Null generates a JWT of the same account.</param>
    /// <param name="grace">How long the previous token stays valid, up to one day.</param>
    /// <returns>The new token.</returns>
    /// <exception cref="ArgumentException">The token or the grace period is invalid.</exception>
    /// <remarks>Cursors stay valid, and the quota continues. After a restart, the first token is valid again.</remarks>
    public string RotateToken(string? token = null, TimeSpan grace = default)
    {
        if (AccessTokens.ProblemOf(token, grace) is var (name, rule))
            throw new ArgumentException($"The {name} {rule}.", name);
        return _tokens!.Rotate(token, grace);
    }

    /// <summary>Queues a fault.</summary>
    /// <param name="fault">The fault.</param>
    /// <exception cref="ArgumentException">A property of the fault has an invalid value.</exception>
    public void Inject(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        _faults.Add(fault);
    }

    /// <summary>Removes all queued faults.</summary>
    public void ClearFaults() => _faults.Clear();

    /// <summary>Returns all events of a feed in order of arrival, each with the bytes that the API serves.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="api">The API version.</param>
    /// <returns>All recorded events, or the events within the retention of 120 days, generated while enumerated.</returns>
    public IEnumerable<ReadOnlyMemory<byte>> ReadAll(EmulatorFeed feed, EmulatorApi api)
    {
        using var buffer = new PooledBuffer();
        foreach (var position in _store[feed].Matching(_store.Retained(TimeRange.All, _clock.GetUtcNow()), 0))
        {
            buffer.Clear();
            _store[feed].Write(position, api, buffer);
            yield return buffer.Written.ToArray();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _server, null) is { } server)
            await server.DisposeAsync().ConfigureAwait(false);
        _certificate?.Dispose();
        _store.Dispose();
    }

    private static async Task<EventsEmulator> StartValidatedAsync(EmulatorOptions options, CancellationToken cancellationToken)
    {
        var time = options.TimeProvider.GetUtcNow();
        var now = options.Now ?? time;
        var population = new Population(unchecked((ulong)options.Seed), options.UnknownFields);
        var recording = options.Replay is { } folder
            ? await Task.Run(() => Recording.Open(folder, now, cancellationToken), cancellationToken).ConfigureAwait(false)
            : null;
        var store = new EventStore(recording ?? (IEventHistory)new GeneratedHistory(options, population, now));
        var emulator = new EventsEmulator(store, new ShiftedTimeProvider(options.TimeProvider, now - time))
        {
            ReplayWarnings = recording?.Warnings ?? [],
        };
        try
        {
            await emulator.ServeAsync(options, population, cancellationToken).ConfigureAwait(false);
            return emulator;
        }
        catch
        {
            await emulator.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task ServeAsync(EmulatorOptions options, Population population, CancellationToken cancellationToken)
    {
        // The handlers need the token, and the token contains the port, which is known when the server listens.
        var handlers = new TaskCompletionSource<(ApiHandler, ControlHandler)>(TaskCreationOptions.RunContinuationsAsynchronously);
        _certificate = options.Tls ? LoopbackCertificate.Create() : null;
        _server = await LoopbackServer.StartAsync(options.Port, _certificate?.Server, HandleAsync, cancellationToken)
            .ConfigureAwait(false);
        BaseAddress = _server.Address;
        _tokens = new AccessTokens(options, population.Integration, population.Account, BaseAddress, _clock);
        handlers.SetResult((new(options, _store, _log, _faults, _tokens, _clock), new(_store, _log, _faults, _tokens, _clock)));

        async Task HandleAsync(HttpContext context)
        {
            var (api, control) = await handlers.Task.ConfigureAwait(false);
            context.Response.Headers.Date = _clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
            if (context.Request.Path.StartsWithSegments(ControlHandler.Prefix, StringComparison.Ordinal, out var rest))
                await control.HandleAsync(context, rest.Value ?? "").ConfigureAwait(false);
            else
                await api.HandleAsync(context).ConfigureAwait(false);
        }
    }
}
