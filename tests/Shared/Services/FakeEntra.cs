using System.Globalization;
using System.Net;

namespace OnePassword.Events.Testing.Services;

/// <summary>
/// A fake of Microsoft Entra, of the metadata service of virtual machines and of the identity endpoint of App Service. It issues
/// opaque access tokens.
/// </summary>
internal sealed class FakeEntra : FakeService
{
    public const string Tenant = "11111111-1111-1111-1111-111111111111";
    public const string Client = "22222222-2222-2222-2222-222222222222";
    public const string IdentityHeader = "identity-header";

    private readonly Dictionary<string, (string Audience, DateTimeOffset Expiry)> _tokens = new(StringComparer.Ordinal);

    /// <summary>The client secret that is valid now.</summary>
    public string Secret { get; set; } = "client-secret";

    /// <summary>The client ID of the only managed identity; null for a system-assigned one.</summary>
    public string? ManagedIdentity { get; set; }

    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How many tokens it has issued.</summary>
    public int Issued { get; private set; }

    public static async Task<FakeEntra> StartAsync(TimeProvider? clock = null)
    {
        var entra = new FakeEntra { Clock = clock ?? TimeProvider.System };
        await entra.StartAsync(port: 0);
        return entra;
    }

    /// <summary>Whether a token is valid now, for an audience.</summary>
    public bool IsValid(string token, string audience) =>
        _tokens.TryGetValue(token, out var issued) && issued.Audience == audience && Clock.GetUtcNow() < issued.Expiry;

    /// <summary>Revokes all tokens.</summary>
    public void Revoke() => _tokens.Clear();

    protected override ServiceReply Process(ServiceRequest request) => request.Path switch
    {
        "/metadata/identity/oauth2/token" when request.Header("Metadata") == "true" && !request.Headers.ContainsKey("X-Forwarded-For") =>
            Identity(request, "2018-02-01"),
        "/msi/token" when request.Header("X-IDENTITY-HEADER") == IdentityHeader => Identity(request, "2019-08-01"),
        "/msi/token" or "/metadata/identity/oauth2/token" => Error(400, "invalid_request", "Required metadata header not specified"),
        _ => Application(request),
    };

    private ServiceReply Application(ServiceRequest request)
    {
        if (request.Path != $"/{Tenant}/oauth2/v2.0/token" || request.Method != "POST")
            return Error(400, "invalid_request", $"AADSTS90002: Tenant '{request.Path}' not found. Trace ID: 1");
        if (request.Header("Content-Type") != "application/x-www-form-urlencoded")
            return Error(400, "invalid_request", "AADSTS900144: The request body must be a form.");
        var form = Pairs(request.Text);
        if (form.GetValueOrDefault("grant_type") != "client_credentials")
            return Error(400, "unsupported_grant_type", "AADSTS70003: The grant type is not supported.");
        if (form.GetValueOrDefault("client_id") != Client)
            return Error(400, "unauthorized_client", "AADSTS700016: Application was not found in the directory.");
        if (form.GetValueOrDefault("client_secret") != Secret)
            return Error(401, "invalid_client", "AADSTS7000215: Invalid client secret provided. Trace ID: 0f Correlation ID: 1f");
        var scope = form.GetValueOrDefault("scope") ?? "";
        if (!scope.EndsWith("/.default", StringComparison.Ordinal))
            return Error(400, "invalid_scope", "AADSTS1002012: The provided value for scope is not valid.");
        var token = Issue(scope[..^"/.default".Length]);
        return new ServiceReply(200, string.Create(CultureInfo.InvariantCulture,
            $$"""{"token_type":"Bearer","expires_in":{{Lifetime.TotalSeconds}},"ext_expires_in":3599,"access_token":"{{token}}"}"""));
    }

    private ServiceReply Identity(ServiceRequest request, string version)
    {
        var query = Pairs(request.Query.TrimStart('?'));
        if (request.Method != "GET" || query.GetValueOrDefault("api-version") != version || !query.TryGetValue("resource", out var resource))
            return Error(400, "invalid_request", "The request has an unexpected method, version or resource");
        if (query.GetValueOrDefault("client_id") != ManagedIdentity)
            return Error(400, "invalid_request", "Identity not found");
        var token = Issue(resource);
        var expiry = (Clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds();
        return new ServiceReply(200, string.Create(CultureInfo.InvariantCulture,
            $$"""{"access_token":"{{token}}","expires_on":"{{expiry}}","resource":"{{resource}}","token_type":"Bearer"}"""));
    }

    private string Issue(string audience)
    {
        var token = string.Create(CultureInfo.InvariantCulture, $"access-token-{++Issued}");
        _tokens[token] = (audience, Clock.GetUtcNow() + Lifetime);
        return token;
    }

    private static Dictionary<string, string> Pairs(string text) => text.Split('&').Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => WebUtility.UrlDecode(pair[^1]), StringComparer.Ordinal);

    private static ServiceReply Error(int status, string error, string description) =>
        new(status, $$"""{"error":"{{error}}","error_description":"{{description}}"}""");
}
