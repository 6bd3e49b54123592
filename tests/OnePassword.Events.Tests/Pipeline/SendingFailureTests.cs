namespace OnePassword.Events.Tests.Pipeline;

/// <summary>A failure before the response is never reported as a failure of the response.</summary>
public sealed class SendingFailureTests
{
    private const string Page = """{"cursor":"c","has_more":false,"items":[]}""";

    private static readonly Exception[] OfHandlers =
    [
        new System.Text.Json.JsonException("bad settings"),
        new Newtonsoft.Json.JsonReaderException("bad settings"),
        new FileNotFoundException("client.pem"),
        new DirectoryNotFoundException("/etc/acme"),
        new InvalidOperationException("no tenant"),
    ];

    [TestCaseSource(nameof(OfHandlers))]
    public void An_exception_of_a_handler_of_the_application_reaches_the_caller_unchanged(Exception thrown)
    {
        using var client = Client(new Failing(() => throw thrown), retries: 2);
        var error = Assert.CatchAsync(async () => await client.AuditEvents.ReadAsync().ToListAsync());
        Assert.That(error, Is.SameAs(thrown));
    }

    [Test]
    public void A_handler_that_fails_after_a_malformed_response_is_not_reported_as_a_malformed_response()
    {
        var thrown = new System.Text.Json.JsonException("bad settings");
        var attempts = 0;
        using var client = Client(
            new Failing(() => ++attempts == 1 ? null : throw thrown, new StubServer().Responds("{'cursor'")), retries: 2);
        var error = Assert.CatchAsync(async () => await client.AuditEvents.ReadAsync().ToListAsync());
        Assert.That((error, attempts), Is.EqualTo((thrown, 2)));
    }

    [Test]
    public async Task A_request_body_that_cannot_be_written_is_a_connection_failure_that_says_so()
    {
        await using var server = RawServer.Page();
        using var socket = new SocketsHttpHandler();
        using var client = Client(new Failing(() => new StreamContent(new Unreadable()), socket), server);
        var error = Assert.ThrowsAsync<EventsConnectionException>(async () => await client.AuditEvents.ReadAsync().ToListAsync());
        Assert.That(error.Reason, Is.EqualTo(EventsFailure.Unreachable));
        Assert.That(
            error.Message,
            Does.Contain("no response from").And.Contain("the request could not be sent").And.Contain("message handlers")
                .And.Not.Contain("the response ended").And.Not.Contain("disk"));
    }

    [Test]
    public async Task A_request_body_that_is_disposed_is_not_a_response_failure()
    {
        await using var server = RawServer.Page();
        using var socket = new SocketsHttpHandler();
        using var client = Client(new Failing(Disposed, socket), server);
        Assert.That(
            async () => await client.AuditEvents.ReadAsync().ToListAsync(),
            Throws.InstanceOf<ObjectDisposedException>().Or.InstanceOf<EventsConnectionException>()
                .With.Property("Reason").EqualTo(EventsFailure.Unreachable));

        static HttpContent Disposed()
        {
            var content = new StringContent("{}");
            content.Dispose();
            return content;
        }
    }

    [Test]
    public void A_request_that_a_handler_cancels_is_a_connection_failure_that_names_the_handler()
    {
        using var client = Client(new Failing(() => throw new TaskCanceledException("by the handler")));
        var error = Assert.ThrowsAsync<EventsConnectionException>(async () => await client.AuditEvents.ReadAsync().ToListAsync());
        Assert.That((error.Reason, error.Attempts), Is.EqualTo((EventsFailure.Unreachable, 1)));
        Assert.That(error.Message, Does.Contain("message handlers canceled the request").And.Not.Contain("response"));
    }

    [Test]
    public void A_lost_connection_before_the_response_is_retried_and_is_not_reported_as_a_response()
    {
        var server = new StubServer().Fails(new IOException("broken pipe")).Fails(new HttpRequestException("broken pipe"));
        using var client = server.Client(new EventsClientOptions
        {
            Resilience = { Retry = { MaxRetryAttempts = 1, Delay = TimeSpan.Zero, MaxDelay = TimeSpan.Zero } },
        });
        var error = Assert.ThrowsAsync<EventsConnectionException>(async () => await client.AuditEvents.ReadAsync().ToListAsync());
        Assert.That((error.Reason, error.Attempts), Is.EqualTo((EventsFailure.Unreachable, 2)));
        Assert.That(error.Message, Does.Contain("could not be sent").And.Not.Contain("the response ended"));
    }

    [Test]
    public void A_cursor_that_cannot_be_written_is_rejected_before_a_request() =>
        Assert.That(() => EventQuery.After("a\ud800"), Throws.ArgumentException.With.Message.Contains("not valid Unicode"));

    private static EventsClient Client(DelegatingHandler handler, int retries = 0)
    {
        handler.InnerHandler ??= new StubServer().Responds(Page);
        return new EventsClient(handler, StubServer.Token, Options(new Uri("https://events.example.com"), retries));
    }

    private static EventsClient Client(DelegatingHandler handler, RawServer server) =>
        new(handler, StubServer.Token, Options(new Uri($"http://{server.Authority}"), retries: 0));

    private static EventsClientOptions Options(Uri address, int retries) => new()
    {
        Region = EventsRegion.At(address),
        TimeProvider = new IsolatedClock(),
        Resilience = { Retry = { MaxRetryAttempts = retries, Delay = TimeSpan.Zero, MaxDelay = TimeSpan.Zero } },
    };

    /// <summary>Replaces the body of the request, or throws, as a faulty handler of an application does.</summary>
    private sealed class Failing : DelegatingHandler
    {
        private readonly Func<HttpContent?> _content;

        public Failing(Func<HttpContent?> content, HttpMessageHandler? inner = null)
        {
            _content = content;
            if (inner is not null)
                InnerHandler = inner;
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Content = _content() ?? request.Content;
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Unreadable : MemoryStream
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("the disk is gone");

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            throw new IOException("the disk is gone");
    }
}
