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
/// Reads the events of one 1Password account. Thread-safe: use one instance for all feeds, for as long as the application runs.
/// Its feeds are those of API V2; <see cref="V1"/> has those of V1.
/// </summary>
/// <example>
/// <code>
/// using var events = new EventsClient(token); // The token determines the region.
///
/// await foreach (var attempt in events.SignInAttempts.ReadAsync(EventQuery.Since(TimeSpan.FromDays(1))))
///     Console.WriteLine($"{attempt.Timestamp:u} {attempt.Category} {attempt.TargetUser?.Email}");
/// </code>
/// </example>
public sealed class EventsClient : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly EventsV2Client _wire;
    private readonly FeedRequestExecutor _introspection;

    /// <summary>Creates a client with its own connections, which it closes when it is disposed.</summary>
    /// <param name="token">The token: a string, or a provider that the client calls before each attempt.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// The token or the region is missing, an option is out of range, or the environment variable of the proxy is not an address.
    /// The message names the problem.
    /// </exception>
    public EventsClient(EventsTokenProvider token, EventsClientOptions? options = null)
        : this(
            new HttpMessageInvoker(DefaultTransport.Create(options?.Region)),
            options,
            token ?? throw new ArgumentNullException(nameof(token)))
    {
    }

    /// <summary>Creates a client with its own connections, which it closes when it is disposed.</summary>
    /// <param name="options">The options, including the token.</param>
    /// <exception cref="ArgumentException">
    /// The token or the region is missing, an option is out of range, or the environment variable of the proxy is not an address.
    /// The message names the problem.
    /// </exception>
    public EventsClient(EventsClientOptions options)
        : this(
            new HttpMessageInvoker(DefaultTransport.Create(options?.Region)),
            options ?? throw new ArgumentNullException(nameof(options)),
            token: null)
    {
    }

    /// <summary>Creates a client that sends through an <see cref="HttpClient"/> of the caller, and does not dispose it.</summary>
    /// <param name="httpClient">
    /// Sends each attempt. Its base address is ignored, and its own timeout applies to one attempt. If it uses a proxy for
    /// loopback too, the proxy sees the token of a request over plain http; set <c>UseProxy = false</c> on its handler to avoid
    /// that.
    /// </param>
    /// <param name="token">The token: a string, or a provider that the client calls before each attempt.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// The token or the region is missing, or an option is out of range. The message names the problem.
    /// </exception>
    public EventsClient(HttpClient httpClient, EventsTokenProvider token, EventsClientOptions? options = null)
        : this(HttpClientTransport.Of(httpClient), options, token ?? throw new ArgumentNullException(nameof(token)))
    {
    }

    /// <summary>
    /// Creates a client that sends through a handler of the caller, for example with a proxy or a certificate, and does not
    /// dispose it.
    /// </summary>
    /// <param name="handler">
    /// Sends each attempt. It should not follow redirects: <c>AllowAutoRedirect = false</c>. If it uses a proxy for loopback too,
    /// the proxy sees the token of a request over plain http; set <c>UseProxy = false</c> to avoid that.
    /// </param>
    /// <param name="token">The token: a string, or a provider that the client calls before each attempt.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// The token or the region is missing, or an option is out of range. The message names the problem.
    /// </exception>
    public EventsClient(HttpMessageHandler handler, EventsTokenProvider token, EventsClientOptions? options = null)
        : this(
            new HttpMessageInvoker(handler, disposeHandler: false),
            options,
            token ?? throw new ArgumentNullException(nameof(token)))
    {
    }

    internal EventsClient(HttpMessageInvoker transport, EventsClientOptions? options, EventsTokenProvider? token)
    {
        options = options?.Copy() ?? new EventsClientOptions();
        EventsClientOptionsValidator.ThrowIfInvalid(options);
        token ??= options.TokenProvider ?? options.Token
            ?? throw new ArgumentException("The token is missing. Set Token or TokenProvider.", nameof(options));
        Clock = options.TimeProvider;
        Region = options.Region ?? EventsRegion.FromToken(token.Constant ?? throw new ArgumentException(
            "The region is missing, and a token provider cannot name it in advance. Set EventsClientOptions.Region.",
            nameof(options)));
        Telemetry = new ClientTelemetry(Region, options);

        var retries = new RetryDecision(options.Resilience, Clock, options.Random);
        var pipeline = ResilienceChain.Call(Region.BaseAddress, options, retries);
        var share = new QuotaShare(options.Resilience.RateLimiter);
        _http = new HttpMessageInvoker(ResilienceChain.Create(transport, Region.BaseAddress, options, retries));
        _wire = new EventsV2Client(_http, Region.BaseAddress);
        _introspection = Executor(FeedIdentity.Introspect, "v2");
        AuditEvents = FeedWiring.AuditEvents(_wire, Executor(FeedNames.AuditEvents, "v2"));
        ItemUsages = FeedWiring.ItemUsages(_wire, Executor(FeedNames.ItemUsages, "v2"));
        SignInAttempts = FeedWiring.SignInAttempts(_wire, Executor(FeedNames.SignInAttempts, "v2"));
        V1 = new EventsV1(new V1.EventsV1Client(_http, Region.BaseAddress), feed => Executor(feed, "v1"));

        FeedRequestExecutor Executor(string feed, string version) => new(
            new FeedIdentity(feed, version, Region, token),
            options.Resilience,
            new FeedTelemetry(Telemetry, feed),
            share,
            pipeline);
    }

    internal TimeProvider Clock { get; }

    internal ClientTelemetry Telemetry { get; }

    /// <summary>Gets <see cref="EventsClientOptions.AccountName"/>: the name of the account, or empty.</summary>
    public string AccountName => Telemetry.Account;

    /// <summary>Gets the region that the client sends its requests to.</summary>
    public EventsRegion Region { get; }

    /// <summary>
    /// Gets the offset of the server's clock from the local clock (positive if it is ahead), according to the latest response;
    /// null before the first. It is accurate to a few seconds. The client logs a warning if the difference exceeds one minute,
    /// because relative times such as <see cref="EventQuery.Since(TimeSpan, int)"/> are computed from the local clock.
    /// </summary>
    public TimeSpan? ClockOffset => Telemetry.ServerClock.Offset;

    /// <summary>Gets the feed of actions that team members performed in the account.</summary>
    public EventFeed<AuditEvent> AuditEvents { get; }

    /// <summary>Gets the feed of uses of items in shared vaults.</summary>
    public EventFeed<ItemUsage> ItemUsages { get; }

    /// <summary>Gets the feed of successful and failed sign-ins.</summary>
    public EventFeed<SignInAttempt> SignInAttempts { get; }

    /// <summary>Gets the three feeds, for reading events as the server sent them.</summary>
    public IReadOnlyList<IEventFeed> Feeds => [AuditEvents, ItemUsages, SignInAttempts];

    /// <summary>Gets the feeds of API V1, which 1Password still supports. Its events have fewer fields.</summary>
    public EventsV1 V1 { get; }

    /// <summary>Returns the server's information about the token, including the feeds that it may read.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="EventsApiException">
    /// The server rejected the request (401: the token is wrong, expired or revoked) or failed.
    /// </exception>
    /// <exception cref="EventsResponseException">The response does not conform to the API.</exception>
    /// <exception cref="EventsConnectionException">The server could not be reached, or did not respond in time.</exception>
    public Task<Introspection> IntrospectAsync(CancellationToken cancellationToken = default) =>
        _introspection.RunAsync(_introspection.NewCall(), _wire.IntrospectAsync, cancellationToken);

    /// <summary>
    /// Closes the connections that the client opened. It does not dispose an <see cref="HttpClient"/> or handler of the caller.
    /// </summary>
    public void Dispose() => _http.Dispose();
}
