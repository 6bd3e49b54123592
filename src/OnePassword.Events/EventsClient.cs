using OnePassword.Events.Diagnostics;
using OnePassword.Events.Hosting;
using OnePassword.Events.Identity;
using OnePassword.Events.Pipeline;
using OnePassword.Events.Pipeline.Quota;
using OnePassword.Events.Pipeline.Transport;
using OnePassword.Events.Reading;
using OnePassword.Events.V2;

namespace OnePassword.Events;

/// <summary>
/// Reads the events of one 1Password account. Thread-safe; one instance serves all feeds for as long as the application
/// runs. The feeds here are those of V2; <see cref="V1"/> has the older ones.
/// </summary>
public sealed class EventsClient : IDisposable
{
    private const string ApiVersion = "v2";

    private readonly HttpMessageInvoker _http;
    private readonly EventsV2Client _wire;
    private readonly FeedRequestExecutor _introspection;

    /// <summary>Creates a client with connections of its own, which it closes when it is disposed.</summary>
    /// <param name="token">The token: a text, or read anew for each attempt.</param>
    /// <param name="options">Region and more; null for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// There is no token or no region, an option is out of its range, or the environment variable that names the proxy is not the
    /// address of one; the message says which.
    /// </exception>
    public EventsClient(EventsTokenProvider token, EventsClientOptions? options = null)
        : this(new HttpMessageInvoker(DefaultTransport.Create(options?.Region)), options, token ?? throw new ArgumentNullException(nameof(token)))
    {
    }

    /// <summary>Creates a client with connections of its own, which it closes when it is disposed.</summary>
    /// <param name="options">Token, region and more.</param>
    /// <exception cref="ArgumentException">
    /// There is no token or no region, an option is out of its range, or the environment variable that names the proxy is not the
    /// address of one; the message says which.
    /// </exception>
    public EventsClient(EventsClientOptions options)
        : this(new HttpMessageInvoker(DefaultTransport.Create(options?.Region)), options ?? throw new ArgumentNullException(nameof(options)), token: null)
    {
    }

    /// <summary>Creates a client that sends through an <see cref="HttpClient"/> of the caller's, which is left as it is.</summary>
    /// <param name="httpClient">
    /// Sends each attempt. Its base address is not used, and its own timeout bounds one attempt. Its proxy is used for loopback
    /// too and then sees the token of a request over plain http; set <c>UseProxy = false</c> on its handler to avoid that.
    /// </param>
    /// <param name="token">The token: a text, or read anew for each attempt.</param>
    /// <param name="options">Region and more; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no token or no region, or an option is out of its range; the message says which.</exception>
    public EventsClient(HttpClient httpClient, EventsTokenProvider token, EventsClientOptions? options = null)
        : this(HttpClientTransport.Of(httpClient), options, token ?? throw new ArgumentNullException(nameof(token)))
    {
    }

    /// <summary>Creates a client that sends through a handler of the caller's (a proxy, a certificate), which is left as it is.</summary>
    /// <param name="handler">
    /// Sends each attempt. It should follow no redirects: <c>AllowAutoRedirect = false</c>. Its proxy is used for loopback too
    /// and then sees the token of a request over plain http; set <c>UseProxy = false</c> to avoid that.
    /// </param>
    /// <param name="token">The token: a text, or read anew for each attempt.</param>
    /// <param name="options">Region and more; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no token or no region, or an option is out of its range; the message says which.</exception>
    public EventsClient(HttpMessageHandler handler, EventsTokenProvider token, EventsClientOptions? options = null)
        : this(new HttpMessageInvoker(handler, disposeHandler: false), options, token ?? throw new ArgumentNullException(nameof(token)))
    {
    }

    internal EventsClient(HttpMessageInvoker transport, EventsClientOptions? options, EventsTokenProvider? token)
    {
        options = options?.Copy() ?? new EventsClientOptions();
        EventsClientOptionsValidator.ThrowIfInvalid(options);
        token ??= options.TokenProvider
            ?? (options.Token is { } constant ? constant : throw new ArgumentException("There is no token: set Token or TokenProvider.", nameof(options)));
        Clock = options.TimeProvider;
        Region = options.Region ?? EventsRegion.FromToken(token.Constant
            ?? throw new ArgumentException("A token that is read anew for each attempt cannot name the region in advance; set EventsClientOptions.Region.", nameof(options)));
        Telemetry = new ClientTelemetry(Region, options);
        var retries = new RetryDecision(options.Resilience, options.TimeProvider, options.Random);
        var pipeline = ResilienceChain.Call(Region.BaseAddress, options, retries);
        _http = new HttpMessageInvoker(ResilienceChain.Create(transport, Region.BaseAddress, options, retries));
        _wire = new EventsV2Client(_http, Region.BaseAddress);
        var share = new QuotaShare(options.Resilience.RateLimiter);
        _introspection = Executor(FeedIdentity.Introspect, ApiVersion);

        V1 = new EventsV1(new V1.EventsV1Client(_http, Region.BaseAddress), feed => Executor(feed, EventsV1.ApiVersion), options.TimeProvider);
        AuditEvents = new(
            Executor(FeedNames.AuditEvents, ApiVersion), options.TimeProvider,
            async (page, call, token) => await _wire.GetAuditEventsAsync(Body(page), call, token).ConfigureAwait(false),
            (page, call, token) => _wire.GetAuditEventsRawAsync(Body(page), call, token));
        ItemUsages = new(
            Executor(FeedNames.ItemUsages, ApiVersion), options.TimeProvider,
            async (page, call, token) => await _wire.GetItemUsagesAsync(Body(page), call, token).ConfigureAwait(false),
            (page, call, token) => _wire.GetItemUsagesRawAsync(Body(page), call, token));
        SignInAttempts = new(
            Executor(FeedNames.SignInAttempts, ApiVersion), options.TimeProvider,
            async (page, call, token) => await _wire.GetSignInAttemptsAsync(Body(page), call, token).ConfigureAwait(false),
            (page, call, token) => _wire.GetSignInAttemptsRawAsync(Body(page), call, token));

        FeedRequestExecutor Executor(string feed, string version) => new(
            new FeedIdentity(feed, version, Region, token), options.Resilience, new FeedTelemetry(Telemetry, feed), share, pipeline);
    }

    internal TimeProvider Clock { get; }

    internal ClientTelemetry Telemetry { get; }

    /// <summary>Where the client sends its requests.</summary>
    public EventsRegion Region { get; }

    /// <summary>
    /// Gets how far the server's clock is ahead of the local one (negative: behind it), by the latest response; null before the first.
    /// It is exact to a few seconds. A warning is logged when the difference exceeds a minute, because relative times such as
    /// <see cref="EventQuery.Since(TimeSpan, int)"/> are counted from the local clock.
    /// </summary>
    public TimeSpan? ClockOffset => Telemetry.ServerClock.Offset;

    /// <summary>What team members did within the account.</summary>
    public EventFeed<AuditEvent> AuditEvents { get; }

    /// <summary>Each use of an item that is stored in a shared vault.</summary>
    public EventFeed<ItemUsage> ItemUsages { get; }

    /// <summary>Successful and failed sign-ins.</summary>
    public EventFeed<SignInAttempt> SignInAttempts { get; }

    /// <summary>The three, for those who take events as the server sent them.</summary>
    public IReadOnlyList<IEventFeed> Feeds => [AuditEvents, ItemUsages, SignInAttempts];

    /// <summary>The same account through V1 of the API, which stays supported and shows fewer fields.</summary>
    public EventsV1 V1 { get; }

    /// <summary>Asks the server what the token is and which feeds it may read.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="EventsApiException">The server refused (401: the token is wrong, expired or revoked) or failed.</exception>
    /// <exception cref="EventsResponseException">The server's answer is not what the API promises.</exception>
    /// <exception cref="EventsConnectionException">The server could not be reached, or did not answer in time.</exception>
    public Task<Introspection> IntrospectAsync(CancellationToken cancellationToken = default) =>
        _introspection.RunAsync(_introspection.NewCall(), _wire.IntrospectAsync, cancellationToken);

    /// <summary>Closes the connections that the client opened. An <see cref="HttpClient"/> that it was given stays open.</summary>
    public void Dispose() => _http.Dispose();

    private static CursorRequest Body(PageRequest page) => new()
    {
        Cursor = page.Cursor,
        Limit = page.Limit,
        StartTime = page.Start is { } start ? new EventTime(start) : null,
        EndTime = page.End is { } end ? new EventTime(end) : null,
    };
}
