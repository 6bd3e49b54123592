using System.Net.Http.Headers;
using System.Text;
using OnePassword.Events.Destinations.Http;

namespace OnePassword.Events.Destinations.Elasticsearch;

/// <summary>Sends requests to a cluster, with its credentials.</summary>
internal sealed class ElasticsearchClient : IDisposable
{
    private readonly ElasticsearchOptions _options;
    private readonly HttpSender _sender;

    /// <exception cref="ArgumentException">The address or the combination of credentials is invalid.</exception>
    public ElasticsearchClient(ElasticsearchOptions options)
    {
        var kinds = new[] { options.ApiKey is not null, options.UserName is not null, options.BearerToken is not null };
        if (kinds.Count(isUsed => isUsed) > 1)
            throw new ArgumentException("Use an API key, a user, or a bearer token, and only one of them.", nameof(options));
        if (options.UserName is null != options.Password is null)
            throw new ArgumentException("A user needs a password, and a password needs a user.", nameof(options));
        if (options.Url.Query.Length > 0)
            throw new ArgumentException("The address cannot have a query.", nameof(options));
        // A path without a slash at its end would lose its last part.
        _options = options.Url.AbsolutePath.EndsWith('/')
            ? options
            : options with { Url = new Uri(options.Url.AbsoluteUri + "/") };
        _sender = new HttpSender(_options);
    }

    public string? Pipeline => _options.Pipeline ?? (_options.Format == EventFormat.Raw ? null : "_none");

    public Task<(HttpReply? Reply, DeliveryResult? Failure)> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(_sender.Request(HttpMethod.Get, path), cancellationToken);

    public Task<(HttpReply? Reply, DeliveryResult? Failure)> PostAsync(
        string path, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        var request = _sender.Request(HttpMethod.Post, path);
        if (!json.IsEmpty)
            HttpSender.SetJson(request, json);
        return SendAsync(request, cancellationToken);
    }

    public Task<(HttpReply? Reply, DeliveryResult? Failure)> PostAsync(
        string path, EventBatch batch, BatchBody body, CancellationToken cancellationToken)
    {
        var request = _sender.Request(HttpMethod.Post, path);
        _sender.SetBody(request, batch, body);
        return SendAsync(request, cancellationToken);
    }

    public void Dispose() => _sender.Dispose();

    private async Task<(HttpReply? Reply, DeliveryResult? Failure)> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            request.Headers.Authorization = await CredentialsAsync(cancellationToken).ConfigureAwait(false);
            return await _sender.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<AuthenticationHeaderValue?> CredentialsAsync(CancellationToken cancellationToken)
    {
        if (_options.ApiKey is { } apiKey)
        {
            var key = await apiKey.ReadAsync(cancellationToken).ConfigureAwait(false);
            return new AuthenticationHeaderValue("ApiKey", key.Contains(':') ? Base64(key) : key);
        }
        if (_options.Password is { } password)
            return new AuthenticationHeaderValue(
                "Basic", Base64($"{_options.UserName}:{await password.ReadAsync(cancellationToken).ConfigureAwait(false)}"));
        return _options.BearerToken is { } token
            ? new AuthenticationHeaderValue("Bearer", await token.ReadAsync(cancellationToken).ConfigureAwait(false))
            : null;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
