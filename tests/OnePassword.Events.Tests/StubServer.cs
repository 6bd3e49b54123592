using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace OnePassword.Events.Tests;

/// <summary>Answers requests with what a test lined up, and keeps what was asked.</summary>
internal sealed class StubServer : HttpMessageHandler
{
    public const string Token = "s3cret-token-of-the-test";

    private readonly Queue<Func<HttpResponseMessage>> _answers = new();

    public List<SentRequest> Requests { get; } = [];

    public StubServer Answers(HttpStatusCode status, string body, string contentType = "application/json", Action<HttpResponseHeaders>? headers = null)
    {
        _answers.Enqueue(() =>
        {
            var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, contentType) };
            headers?.Invoke(response.Headers);
            return response;
        });
        return this;
    }

    public StubServer Answers(string body) => Answers(HttpStatusCode.OK, body);

    public StubServer Fails(Exception exception)
    {
        _answers.Enqueue(() => throw exception);
        return this;
    }

    public EventsClient Client(EventsClientOptions? options = null) =>
        new(new HttpClient(this), Token, (options ?? new EventsClientOptions()) with { Region = options?.Region ?? EventsRegion.Europe });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add(new SentRequest(
            request.Method.Method, request.RequestUri!.AbsoluteUri, body, request.Headers.ToString(), request.Content?.Headers.ContentType?.ToString()));
        return _answers.TryDequeue(out var answer) ? answer() : throw new InvalidOperationException("The test expected no further request.");
    }
}
