using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using OnePassword.Events.ObjectStorage.Http;

namespace OnePassword.Events.ObjectStorage.Azure;

/// <summary>Access tokens of Microsoft Entra.</summary>
internal sealed class EntraCredential(EntraToken token) : AzureBlobCredential
{
    internal override RequestAuthorizer Authorizer(ServiceClient client) => new TokenAuthorizer(token, client);

    private sealed class TokenAuthorizer : RequestAuthorizer
    {
        private readonly CachedCredential<string> _tokens;
        private readonly EntraToken _identity;
        private readonly ServiceClient _client;
        private string _host = "";

        public TokenAuthorizer(EntraToken identity, ServiceClient client)
        {
            (_identity, _client) = (identity, client);
            _tokens = new CachedCredential<string>(RequestAsync, client.Clock);
        }

        public override async ValueTask AuthorizeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _host = request.RequestUri!.Host;
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Bearer", await _tokens.GetAsync(cancellationToken).ConfigureAwait(false));
        }

        public override bool Renew()
        {
            _tokens.Drop();
            return true;
        }

        public override void Dispose()
        {
            _tokens.Dispose();
            base.Dispose();
        }

        private async Task<(string Value, DateTimeOffset? ExpiresAt)> RequestAsync(CancellationToken cancellationToken)
        {
            var client = _identity.IsLocal ? _client.Local : _client;
            var reply = await client.SendAsync(
                () => ValueTask.FromResult(_identity.Request(_host)),
                reply => _identity.IsLocal && reply.Status is 404 or 410, cancellationToken).ConfigureAwait(false);
            if (reply.IsSuccess && Parse(reply.Body, _client.Clock.GetUtcNow()) is { } token)
                return token;
            var problem = FormattableString.Invariant(
                $"There is no access token for {_identity.Description}: HTTP {reply.Status}.");
            var remedy = _identity.IsLocal
                ? "Assign the identity to this machine or service." : "Check the tenant, the client and the value of its secret.";
            throw new ObjectStorageException(ObjectStorageFailure.NoCredentials, problem, remedy, reply.Status);
        }

        // A managed identity caches tokens, so that expires_in may count from an earlier time than now.
        private static (string, DateTimeOffset?)? Parse(ReadOnlyMemory<byte> body, DateTimeOffset now)
        {
            try
            {
                using var json = JsonDocument.Parse(body);
                var root = json.RootElement;
                DateTimeOffset? expiry = Number(root, "expires_on") is { } time ? DateTimeOffset.FromUnixTimeSeconds(time)
                    : Number(root, "expires_in") is { } seconds ? now.AddSeconds(seconds) : null;
                return root.GetProperty("access_token").GetString() is { Length: > 0 } token ? (token, expiry) : null;
            }
            catch (Exception e) when (
                e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentOutOfRangeException)
            {
                return null;
            }
        }

        private static long? Number(JsonElement root, string name) =>
            root.TryGetProperty(name, out var value)
            && long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
