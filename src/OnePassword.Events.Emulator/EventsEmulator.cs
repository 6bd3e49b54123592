using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using OnePassword.Events.Emulator.Control;
using OnePassword.Events.Emulator.Events;
using OnePassword.Events.Emulator.Faults;
using OnePassword.Events.Emulator.Http;
using OnePassword.Events.Emulator.Recorded;

namespace OnePassword.Events.Emulator;

/// <summary>
/// The 1Password Events API (specification 1.4.1, V1 and V2) on 127.0.0.1, with made-up but lifelike events. What it serves
/// depends on nothing but its options; <see cref="Append"/> and <see cref="Inject"/> add what a test needs. With
/// <see cref="EmulatorOptions.Replay"/> it serves recorded events instead.
/// </summary>
public sealed class EventsEmulator : IAsyncDisposable
{
    private readonly EventStore _store;
    private readonly TimeProvider _clock;
    private readonly RequestLog _log = new();
    private readonly FaultQueue _faults = new();
    private ThrowAwayCertificate? _certificate;
    private LoopbackServer? _server;

    private EventsEmulator(EventStore store, TimeProvider clock) => (_store, _clock) = (store, clock);

    /// <summary>Gets the address to give to a client in place of the API's, <c>http://127.0.0.1:PORT/</c>, or https.</summary>
    public Uri BaseAddress { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Gets the bearer token that the emulator accepts.</summary>
    public string Token { get; private set; } = "";

    /// <summary>Gets the authority that signed the certificate of the emulator, for clients to trust. It has no private key.</summary>
    /// <value>Null without <see cref="EmulatorOptions.Tls"/>. It is disposed with the emulator.</value>
    public X509Certificate2? CertificateAuthority => _certificate?.Authority;

    /// <summary>Gets what of <see cref="EmulatorOptions.Replay"/> is not served as it is: file, line, reason; the first 20.</summary>
    /// <value>A sentence each. Empty if all of it is served.</value>
    public IReadOnlyList<string> ReplayNotes { get; private init; } = [];

    /// <summary>Gets all requests to the API so far, in the order of their answers; a copy.</summary>
    public IReadOnlyList<RequestLogEntry> Requests => _log.Snapshot();

    /// <summary>Starts an emulator; disposing it stops it within a second, whatever clients do.</summary>
    /// <param name="options">What it serves and how it behaves.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <returns>The emulator, ready for requests.</returns>
    /// <exception cref="ArgumentException">An option has an impossible value.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    /// <exception cref="InvalidDataException">
    /// <see cref="EmulatorOptions.Replay"/> names a folder that does not exist or has no recorded files, or one of them cannot
    /// be read, or two have the same place; the message names it.
    /// </exception>
    public static Task<EventsEmulator> StartAsync(EmulatorOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return StartValidatedAsync(options, cancellationToken);
    }

    /// <summary>Lets an event arrive now, after all others, whatever its timestamp; both versions serve these bytes.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="json">A JSON object with a string <c>uuid</c> and an RFC 3339 <c>timestamp</c>.</param>
    /// <exception cref="ArgumentException">It is something else.</exception>
    public void Append(EmulatorFeed feed, ReadOnlyMemory<byte> json)
    {
        try
        {
            _store[feed].Appended.Add([EventsBody.ToEvent(json.ToArray(), 1)]);
        }
        catch (Exception e) when (e is ControlException or System.Text.Json.JsonException or InvalidOperationException)
        {
            throw new ArgumentException(e.Message, nameof(json), e);
        }
    }

    /// <summary>Queues a fault.</summary>
    /// <param name="fault">The fault.</param>
    /// <exception cref="ArgumentException">A member of it has an impossible value.</exception>
    public void Inject(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        _faults.Add(fault);
    }

    /// <summary>Forgets all faults that have not come about yet.</summary>
    public void ClearFaults() => _faults.Clear();

    /// <summary>Reads every event of a feed in order of arrival, each with exactly the bytes that the API serves.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="api">The version to show the events in.</param>
    /// <returns>The events that are not past the retention of 120 days, or all recorded ones, made while enumerated.</returns>
    public IEnumerable<ReadOnlyMemory<byte>> ReadAll(EmulatorFeed feed, EmulatorApi api)
    {
        using var buffer = new PooledBuffer();
        foreach (var position in _store[feed].Matching(_store.Retained(Window.All, _clock.GetUtcNow()), 0))
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
        var real = options.TimeProvider.GetUtcNow();
        var now = options.Now ?? real;
        var clock = new ShiftedTimeProvider(options.TimeProvider, now - real);
        var recording = options.Replay is { } folder
            ? await Task.Run(() => Recording.Open(folder, now, cancellationToken), cancellationToken).ConfigureAwait(false)
            : null;
        var emulator = new EventsEmulator(new EventStore(options, now, recording), clock) { ReplayNotes = recording?.Notes.Sentences ?? [] };
        try
        {
            await emulator.ServeAsync(options, now, cancellationToken).ConfigureAwait(false);
            return emulator;
        }
        catch
        {
            await emulator.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task ServeAsync(EmulatorOptions options, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // The token names the port, which is known only once the server listens.
        var handlers = new TaskCompletionSource<(ApiHandler Api, ControlHandler Control)>(TaskCreationOptions.RunContinuationsAsynchronously);
        _certificate = options.Tls ? ThrowAwayCertificate.Create() : null;
        _server = await LoopbackServer.StartAsync(options.Port, _certificate?.Server, HandleAsync, cancellationToken).ConfigureAwait(false);
        BaseAddress = _server.Address;
        var token = new AccessToken(options, _store, now, BaseAddress);
        Token = token.Value;
        handlers.SetResult((new(options, _store, _log, _faults, token, _clock), new(_store, _log, _faults, token, _clock)));

        async Task HandleAsync(HttpContext context)
        {
            var (api, control) = await handlers.Task.ConfigureAwait(false);
            context.Response.Headers.Date = _clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture); // Of the emulator's clock, not the machine's.
            if (context.Request.Path.StartsWithSegments(ControlHandler.Prefix, StringComparison.Ordinal, out var rest))
                await control.HandleAsync(context, rest.Value ?? "").ConfigureAwait(false);
            else
                await api.HandleAsync(context).ConfigureAwait(false);
        }
    }
}
